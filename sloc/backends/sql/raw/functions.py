"""The functions that a raw query may call: those that compute from their arguments, and nothing else.

A list of what is allowed, not of what is not: nobody knows the names of all functions that read a file, a secret or the
network, or change something, on all versions and with all extensions. The list is the same for every project; sloc.toml cannot
lengthen it, for whoever may change a spec may change that as well. A view says everything else, and is made by someone who may
make views.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sloc.backends.sql.raw.tokens import QueryToken

_COMMON = frozenset({
    "count", "sum", "min", "max", "avg", "bool_and", "bool_or", "stddev", "stddev_pop", "stddev_samp", "variance",
    "var_pop", "var_samp", "string_agg", "row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "ntile",
    "lag", "lead", "first_value", "last_value", "nth_value", "coalesce", "nullif", "greatest", "least", "cast", "abs",
    "ceil", "ceiling", "floor", "round", "trunc", "sign", "mod", "power", "sqrt", "exp", "ln", "lower", "upper",
    "trim", "ltrim", "rtrim", "length", "char_length", "character_length", "substring", "substr", "left", "right",
    "replace", "translate", "split_part", "position", "strpos", "starts_with", "concat", "concat_ws", "reverse",
    "md5", "chr", "ascii", "regexp_replace", "date_trunc", "date_part", "extract", "to_timestamp", "make_date",
    "make_timestamp", "age", "now",
})  # fmt: skip
_OWN: Mapping[str, frozenset[str]] = {
    "duckdb": frozenset({
        "try_cast", "count_if", "listagg", "arg_min", "arg_max", "contains", "prefix", "suffix", "regexp_matches",
        "regexp_full_match", "regexp_extract", "strftime", "strptime", "date_diff", "datediff", "date_add", "date_sub", "epoch",
        "epoch_ms", "epoch_us", "make_time",
    }),
    "postgres": frozenset({
        "every", "btrim", "initcap", "octet_length", "to_char", "to_date", "to_number", "jsonb_extract_path_text", "make_time",
        "make_interval", "timezone",
    }),
}  # fmt: skip
_BEFORE_BRACKETS = frozenset({
    "select", "distinct", "from", "join", "on", "using", "where", "by", "having", "limit", "offset", "union", "all",
    "intersect", "except", "values", "as", "with", "and", "or", "not", "in", "exists", "any", "some", "is", "like",
    "ilike", "between", "case", "when", "then", "else", "over", "filter", "exclude",
})  # fmt: skip
"""Words of SQL that a bracket may follow."""


def allowed(dialect: str) -> frozenset[str]:
    """The names, in lower case."""
    return _COMMON | _OWN[dialect]


def unknown_function(read: Sequence[QueryToken], dialect: str) -> str | None:
    """The first name before a bracket that is neither an allowed function nor a word of SQL, nor what ``AS`` names."""
    known = allowed(dialect) | _BEFORE_BRACKETS
    for at, token in enumerate(read[:-1]):
        if read[at + 1].text != "(" or token.kind not in ("word", "name"):
            continue
        before = read[at - 1].text.lower() if at else ""
        if before in ("as", "::"):  # columns of an alias, or the length of a type
            continue
        if token.kind == "name" or before == "." or token.text.lower() not in known:
            return token.text
    return None
