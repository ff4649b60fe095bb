"""Which regular expressions are RE2's. What Python alone understands is refused, so that every engine reads the same."""

from __future__ import annotations

import re
from functools import cache

_FOREIGN = r"""
      (?P<escape>\\(?:[1-9]|[ZGKRXgkuUN]))        # back-references and escapes that RE2 has not
    | \\.                                         # any other escape is one sign
    | (?P<look>\(\?(?:[=!>(\#]|<[=!]|P[=>]))      # look-around, atomic and conditional groups, comments, named references
    | (?P<possessive>(?:[*+?]|\{\d+(?:,\d*)?\})\+)  # possessive repetition
    | \{(?P<low>\d+)(?:,(?P<high>\d*))?\}
    """

_MOST_REPEATS = 1000
"""RE2's own limit on a counted repetition."""


@cache
def _foreign() -> re.Pattern[str]:
    """Compiled for the first pattern that a program has."""
    return re.compile(_FOREIGN, re.VERBOSE | re.DOTALL)


def regex_fault(pattern: str) -> str | None:
    """Why RE2 does not take a pattern, in words; None if it does."""
    for found in _foreign().finditer(pattern):
        if found["escape"]:
            return f"`{found['escape']}` is not in RE2"
        if found["look"]:
            return f"`{found['look']}` (look-around, back-references and atomic groups) is not in RE2"
        if found["possessive"]:
            return "possessive repetition is not in RE2"
        if any(int(bound) > _MOST_REPEATS for bound in (found["low"], found["high"]) if bound):
            return f"a repetition of more than {_MOST_REPEATS} is not in RE2"
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("error")  # Python warns where a later version, or another engine, reads a set differently
        try:
            re.compile(pattern, re.ASCII)
        except (re.error, FutureWarning, DeprecationWarning) as error:
            return str(error)
        except (OverflowError, RecursionError):
            return "it is too large"
    return None
