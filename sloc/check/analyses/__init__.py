"""What several rules ask of a checked program: burn rates, fields that are certainly known, and reads that are not settled."""

from sloc.check.analyses.burns import BurnUse, alternatives, burn_rules, burn_uses, rate
from sloc.check.analyses.nulls import conjuncts, known_if, strict_refs
from sloc.check.analyses.settled import Read, leaves, unsettled_reads, why_unsettled

__all__ = [
    "BurnUse",
    "Read",
    "alternatives",
    "burn_rules",
    "burn_uses",
    "conjuncts",
    "known_if",
    "leaves",
    "rate",
    "strict_refs",
    "unsettled_reads",
    "why_unsettled",
]
