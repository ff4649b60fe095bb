"""Templates are expanded: an SLO's own items and its template's, with the arguments in the places of the parameters."""

from sloc.check.expand.items import Items, meta_words, sort_items, words_of
from sloc.check.expand.templates import Expanded, check_templates, expand, filled, params, report_params

__all__ = [
    "Expanded",
    "Items",
    "check_templates",
    "expand",
    "filled",
    "meta_words",
    "params",
    "report_params",
    "sort_items",
    "words_of",
]
