"""An objective in words and numbers: what its budget is, when its alerts speak, and what each back end makes of it.

The numbers are worked out here, exactly; `text` and `json` only show them.
"""

from sloc.explain.explain import explain
from sloc.explain.model import Explanation

__all__ = ["Explanation", "explain"]
