"""The reference evaluator: docs/language.md §3 in plain Python over rows, slow and obviously right.

It is the judge of every back end and shares no code with any: of sloc it reads only the IR, which is data.
"""

from tests.reference.data import (
    Alert,
    AtRisk,
    BurnRate,
    Coverage,
    Day,
    Evaluation,
    Event,
    Period,
    Row,
    Status,
    Tables,
    Value,
    as_dicts,
)
from tests.reference.evaluate import evaluate

__all__ = [
    "Alert", "AtRisk", "BurnRate", "Coverage", "Day", "Evaluation", "Event", "Period", "Row", "Status", "Tables", "Value",
    "as_dicts", "evaluate",
]  # fmt: skip
