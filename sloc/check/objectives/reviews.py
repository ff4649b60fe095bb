"""When an objective is to be reviewed."""

from __future__ import annotations

import datetime as dt

from sloc.ir import Review
from sloc.syntax import ast
from sloc.units import MONTHS


def check_review(review: ast.Review | None) -> Review | None:
    """A review as IR, its due date worked out."""
    if review is None:
        return None
    last = None if review.last is None else review.last.value
    return Review(review.period.text, last, None if last is None else due(last, review.period.text))


def due(last: dt.date, period: str) -> dt.date:
    """A period after a date: the same day of a later month, or that month's last day where it is shorter."""
    if period == "week":
        return last + dt.timedelta(days=7)
    year, month = divmod(last.year * 12 + last.month - 1 + MONTHS[period], 12)
    first = dt.date(year, month + 1, 1)
    next_month = (first + dt.timedelta(days=31)).replace(day=1)
    return min(first + dt.timedelta(days=last.day - 1), next_month - dt.timedelta(days=1))
