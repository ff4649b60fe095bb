"""The registry of finding codes: one line each, never reused, never renumbered.

``SLO1xx`` reading and syntax, ``SLO2xx`` names and types, ``SLO3xx`` meaning, ``SLO4xx`` back ends and output,
``SLO5xx`` advice. The text of a finding stands beside the rule that raises it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple


class Retired(NamedTuple):
    """A code that is raised no more: its name, and why there is nothing to tell, as the end of a sentence."""

    name: str
    why: str


class Code(NamedTuple):
    """A code's kebab-case name, its own severity (error, warning or advice) and what it is about, in one line.

    A finding that `may_follow` from a mistake in the text of some spec, such as a name whose declaration cannot be read, waits
    until every spec can be read.
    """

    name: str
    severity: str
    summary: str
    may_follow: bool = False


def _error(name: str, summary: str, *, may_follow: bool = False) -> Code:
    return Code(name, "error", summary, may_follow)


def _warning(name: str, summary: str, *, may_follow: bool = False) -> Code:
    return Code(name, "warning", summary, may_follow)


def _advice(name: str, summary: str) -> Code:
    return Code(name, "advice", summary)


CODES: MappingProxyType[str, Code] = MappingProxyType(
    {
        # ── reading and syntax ────────────────────────────────────────────────────────────────────────────────────────
        "SLO101": _error("syntax", "a word or sign stands where the language has none"),
        "SLO102": _error("misspelt-keyword", "a keyword is misspelt"),
        "SLO103": _error("keyword-as-name", "a keyword is used as a name without back quotes"),
        "SLO104": _error("unclosed", "a brace, bracket, string or back quote is never closed"),
        "SLO105": _error("bad-character", "a character that the language does not know"),
        "SLO106": _error("bad-literal", "a string, date, time, duration or number that means nothing"),
        "SLO107": _error("too-deep", "an expression is nested deeper than sloc reads"),
        "SLO108": _error("missing-part", "a word or sign is missing"),
        "SLO110": _error("not-utf8", "a spec is not UTF-8 text"),
        "SLO111": _error("nul-byte", "a spec holds a NUL byte"),
        "SLO112": _error("too-large", "a spec is larger than sloc reads"),
        "SLO113": _error("unreadable", "a spec or a folder cannot be read"),
        "SLO114": _error("no-spec-folder", "a spec folder does not exist"),
        "SLO115": _warning("empty-spec", "a spec declares nothing"),
        "SLO116": _warning("symlink-loop", "a folder leads back to itself"),
        "SLO117": _error("outside-project", "a spec, a folder or a file of sloc's own leads out of the project"),
        "SLO118": _error("unprintable-name", "a spec's name cannot be shown on one line"),
        "SLO120": _error("config-syntax", "sloc.toml is not TOML"),
        "SLO121": _error("config-key", "sloc.toml has a key that sloc does not know"),
        "SLO122": _error("config-value", "sloc.toml has a value that does not fit"),
        "SLO123": _error("lock-broken", "sloc.lock cannot be read"),
        "SLO124": _error("ir-syntax", "an IR file is not JSON that sloc reads"),
        "SLO125": _error("ir-shape", "an IR file holds what the schema of the IR does not have, or no spec can say"),
        "SLO126": _error("ir-version", "an IR file is of a version that this sloc does not read"),
        "SLO127": _error("ir-inconsistent", "a part of an IR does not follow from the rest of it"),
        "SLO128": _error("lock-disagrees", "sloc.lock does not say what the library says that it names"),
        "SLO129": _warning("lock-unverified", "sloc.lock comes from a release that is not installed"),
        # ── names and types ───────────────────────────────────────────────────────────────────────────────────────────
        "SLO201": _error("unknown-name", "a name that nothing declares", may_follow=True),
        "SLO202": _error("duplicate", "two declarations of one name"),
        "SLO203": _error("shadowing", "a service declares a name that is visible everywhere"),
        "SLO204": _error("reserved-name", "a name that the language keeps for itself"),
        "SLO205": _error("missing-item", "a declaration lacks a part that it needs", may_follow=True),
        "SLO206": _error("repeated-item", "a declaration says one thing twice"),
        "SLO207": _error("wrong-unit", "a value has the wrong unit"),
        "SLO208": _error("type-mismatch", "an operator is given types that it does not take"),
        "SLO209": _error("unknown-enum-value", "an enum is compared with a value that it does not have"),
        "SLO210": _error("column-type", "a column is used as a type that its field line does not have"),
        "SLO211": _error("circular-field", "a derived field is made of itself"),
        "SLO212": _error("cyclic-template", "a template is made of itself"),
        "SLO213": _error("template-arguments", "a template's arguments do not fit its parameters"),
        "SLO214": _error("unknown-zone", "a time zone that the database does not have"),
        "SLO215": _error("unknown-region", "a holiday region that the library does not have"),
        "SLO216": _error("bad-regex", "a regular expression that RE2 does not take"),
        "SLO217": _error("param-outside-template", "a $parameter that no template declares"),
        "SLO218": _error("circular-calendar", "a calendar is a union of itself"),
        "SLO219": _error("child-scope", "a child is used where it has no meaning"),
        "SLO220": _error("not-frozen", "a calendar needs holidays or offsets that sloc.lock does not hold"),
        "SLO221": _error("binding-item", "a binding says something that its back end does not know"),
        "SLO222": _error("unknown-type", "a type that the language does not have"),
        "SLO223": _error("bad-value", "a value lies outside what its place allows"),
        "SLO224": _error("unknown-backend", "a binding names a back end that sloc does not know"),
        # ── meaning ───────────────────────────────────────────────────────────────────────────────────────────────────
        "SLO301": _error("impossible-target", "a target does not lie strictly between 0% and 100%"),
        "SLO302": _error("unsettled", "the condition reads what is not settled yet when the event is counted"),
        "SLO303": _error("calendar-days", "days or weeks are counted on an open-hours clock"),
        "SLO304": _error("missing-within", "a promise on a measure does not say how fast", may_follow=True),
        "SLO305": _error("tier-target", "the target is said twice, or not at all", may_follow=True),
        "SLO306": _error("alert-cannot-fire", "a total failure does not reach an alert's threshold"),
        "SLO307": _warning("alert-on-sustainable-burn", "an alert fires at a burn that the budget can bear"),
        "SLO308": _error("no-burn-below-half", "a burn alert stands on a target below 50%"),
        "SLO309": _error("slice-requirement", "a requirement that slices cannot have, or only slices can"),
        "SLO310": _error("empty-calendar", "a calendar is never open", may_follow=True),
        "SLO311": _error("outside-years", "a date lies outside the years that the calendar covers"),
        "SLO312": _warning("overlapping-hours", "hours of one day overlap"),
        "SLO313": _warning("pointless-closure", "a date's entry changes nothing"),
        "SLO314": _error("no-time", "an interval or duration is empty or ends before it starts"),
        "SLO315": _error("slo-looser-than-sla", "an SLO promises less than its SLA"),
        "SLO316": _error("unsettled-measure", "a measure's end may still move after it was counted"),
        "SLO317": _error("duration-measure-calendar", "a plain duration is measured on a calendar"),
        "SLO318": _error("window-too-short", "an alert's window does not fit the SLO's window"),
        "SLO319": _error("pausing-child", "a pause needs a child with at and until"),
        "SLO320": _warning("automated-reply", "an automated acknowledgement would count as a first response"),
        "SLO321": _error("window-unit", "an SLO's window is not whole seconds, or longer than its calendar covers"),
        "SLO322": _error("per-field", "a field that cannot keep a budget of its own"),
        "SLO323": _error("slice-length", "slices that do not fit the window or the clock"),
        "SLO324": _warning("dst-hours", "hours that daylight saving skips or repeats every year"),
        # ── back ends and output ──────────────────────────────────────────────────────────────────────────────────────
        "SLO401": _error("unsupported", "the chosen back end cannot say this"),
        "SLO402": _advice("unbound", "an SLO has no binding for a chosen back end and is skipped there"),
        "SLO403": _error("raw-query", "a raw query is not one SELECT that everybody reads alike"),
        "SLO404": _error("cannot-write", "the output cannot be written"),
        "SLO405": _error("drift", "the output folder is not what the specs say"),
        "SLO406": _error("missing-extra", "a part of sloc that is not installed"),
        "SLO407": _error("name-clash", "two things get one name in the output"),
        "SLO408": _warning("edited", "a generated file was edited after sloc wrote it"),
        "SLO409": _error("backend-failed", "a back end of another package fails"),
        "SLO410": _error("no-data-file", "a data file is missing or cannot be read"),
        "SLO411": _error("missing-column", "a data file lacks a column"),
        "SLO412": _error("mistyped-column", "a data file holds a value of the wrong type"),
        "SLO413": _warning("unbound-table", "no data is bound to a table"),
        "SLO414": _error("query-failed", "the engine refuses a query"),
        "SLO415": _error("bad-selector", "a binding's selector is not one that Prometheus reads"),
        "SLO416": _error("no-bucket", "a threshold is no bound of the histogram's buckets"),
        "SLO417": _advice("unknown-buckets", "nothing says that a threshold is a bucket's bound"),
        "SLO418": _error("query-parser", "sloc.lock does not name the installed parser of raw queries"),
        "SLO419": _error("limit-reached", "an evaluation needs more time or memory than it may take"),
        # ── advice ────────────────────────────────────────────────────────────────────────────────────────────────────
        "SLO501": _warning("unguarded-null", "a nullable field is judged without a guard: null counts as bad"),
        "SLO502": _warning("tier-gap", "a value has no tier", may_follow=True),
        "SLO503": _warning("tier-order", "a tier is looser than one below it"),
        "SLO504": _warning("sla-buffer", "the buffer between SLO and SLA is unusual"),
        "SLO505": _warning("review-due", "a review is due"),
        "SLO506": _warning("years-ending", "the years that the project covers are about to end"),
        "SLO507": _warning("low-traffic", "at this traffic one failure is a large share of the budget"),
        "SLO508": _warning("survivorship", "the population keeps only what is finished"),
        "SLO509": _warning("unused", "a declaration that nothing uses", may_follow=True),
        "SLO510": _warning("no-owner", "a service names no owner", may_follow=True),
        "SLO511": _warning("no-weekly-hours", "a calendar has no weekly hours", may_follow=True),
        "SLO513": _advice("calendar-gap", "an alert cannot fire while the calendar is closed for all of its window"),
        "SLO514": _warning("exclusion-outside", "an exclusion can never take effect"),
        "SLO515": _warning("pace-on-rolling-window", "a pace alert has no meaning on a rolling window"),
    }
)

RETIRED: MappingProxyType[str, Retired] = MappingProxyType(
    {
        "SLO512": Retired("adapted-policy", "the standard policy says itself how it was adapted to the objective"),
    }
)
"""Codes that some version raised. They stay, so that none comes back with another meaning and old links find an answer."""
