"""Alert policies: AST -> IR, for one objective."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from sloc.check.context import Checking, Context
from sloc.check.expand import filled, report_params
from sloc.check.names import said_twice
from sloc.findings import finding
from sloc.ir import (
    AlertPolicy,
    AlertRule,
    BelowTarget,
    BudgetBelow,
    Burn,
    Condition,
    Duration,
    ExhaustedWithin,
    NoData,
    PaceAbove,
)
from sloc.ir.text import decimal_text, percent_text
from sloc.ir.units import MINUTE, duration_text
from sloc.syntax import ast

SHORTEST = 5 * MINUTE
"""A burn rule's short window is a twelfth of its long one (SRE workbook, chapter 5), but at least this."""


def short_window(long: Duration) -> Duration:
    """The short window where none is given: a twelfth, rounded up to the minute, at least five minutes."""
    return Duration(max(SHORTEST, -(-long // (12 * MINUTE)) * MINUTE))


def check_policies(policies: Iterable[ast.Policy]) -> Checking[None]:
    """What is wrong with a policy whoever uses it: values out of range, and rules or guards said twice."""
    for policy in policies:
        if (yield from report_params(policy)):
            continue
        guards = [item for item in policy.items if isinstance(item, ast.MinEvents)]
        for guard in guards:
            if filled(guard.count).value.denominator != 1 or filled(guard.count).value < 1:
                yield finding("SLO223", "a number of events is whole and above zero", guard.count.span, "not such a number")
        for again in guards[1:]:
            yield said_twice("`only after`", again.span, guards[0].span)
        seen: dict[tuple[str, str], ast.AlertRule] = {}
        for rule in policy.items:
            if not isinstance(rule, ast.AlertRule):
                continue
            yield from _check_condition(rule.condition)
            key = (rule.severity.text, condition_text(lower_condition(rule.condition)))
            if key in seen:
                yield said_twice("this rule", rule.span, seen[key].span)
            seen.setdefault(key, rule)


def _check_condition(condition: ast.Condition) -> Checking[None]:
    share: ast.Percent | None = None
    match condition:
        case ast.Burn():
            share, long, short = filled(condition.share), filled(condition.long), filled(condition.short)
            if short is not None and short.micros >= long.micros > 0:
                yield finding(
                    "SLO318",
                    "the short window of a burn rule is shorter than its long one",
                    short.span,
                    f"not shorter than {long.text}",
                    help=f"leave it out: it is {duration_text(short_window(Duration(long.micros)))} then",
                )
        case ast.BudgetBelow():
            share = filled(condition.share)
        case ast.PaceAbove(factor) if filled(factor).value <= 0:
            yield finding("SLO223", "a pace is above zero", factor.span, "1 spends the budget evenly")
        case _:
            pass
    if share is not None and not 0 < share.value < 1:
        yield finding(
            "SLO223",
            "a share of the budget lies between 0% and 100%",
            share.span,
            "not between them",
            help="write a share of one budget, such as `2%` for a fast burn or `20%` for what is left",
        )


def lower_policy(policy: ast.Policy, ctx: Context) -> AlertPolicy:
    """A checked policy of the user's as IR."""
    rules: list[AlertRule] = []
    guard = 0
    for item in policy.items:
        if isinstance(item, ast.MinEvents):
            guard = guard or int(filled(item.count).value)
        else:
            condition = lower_condition(item.condition)
            text = condition_text(condition)
            if not any((rule.severity, rule.text) == (item.severity.text, text) for rule in rules):
                rules.append(AlertRule(item.severity.text, condition, text, None, ctx.origin(item.span)))
    return AlertPolicy(policy.name.text if policy.name else "own", tuple(rules), guard)


def lower_condition(condition: ast.Condition) -> Condition:
    """A condition as IR; the short window of a burn rule is filled in."""
    match condition:
        case ast.Burn():
            long, short = Duration(filled(condition.long).micros), filled(condition.short)
            given = Duration(short.micros) if short is not None else short_window(long)
            return Burn(filled(condition.share).value, long, given)
        case ast.BudgetBelow(share):
            return BudgetBelow(filled(share).value)
        case ast.PaceAbove(factor):
            return PaceAbove(filled(factor).value)
        case ast.ExhaustedWithin(within):
            return ExhaustedWithin(Duration(filled(within).micros))
        case ast.BelowTarget():
            return BelowTarget()
        case ast.NoData(duration):
            return NoData(Duration(filled(duration).micros))


def condition_text(condition: Condition) -> str:
    """A condition as the language writes it; a short window is named where it is not the usual one."""
    match condition:
        case Burn(share, long, short):
            text = f"{_share(share)} of budget burns in {duration_text(long)}"
            return text if short == short_window(long) else f"{text} and {duration_text(short)}"
        case BudgetBelow(share):
            return f"budget below {percent_text(share)}"
        case PaceAbove(factor):
            return f"budget pace above {decimal_text(factor)}"
        case ExhaustedWithin(within):
            return f"budget exhausted within {duration_text(within)}"
        case BelowTarget():
            return "achievement below target"
        case NoData(duration):
            return f"no data for {duration_text(duration)}"


def _share(share: Fraction) -> str:
    """A share in percent; one that no decimal says exactly (an adapted rule's) is shown to four figures."""
    text = percent_text(share)
    return f"{float(share * 100):.4g}%" if len(text) > 12 or "/" in text else text
