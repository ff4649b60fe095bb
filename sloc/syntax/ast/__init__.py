"""The abstract syntax of a spec: what the author wrote, typed, with spans.

Nodes are frozen. A span says where a node stands and takes no part in equality, so two programs that differ in layout alone
are equal. Units are exact already (a duration is integer microseconds), names are not resolved yet, and nothing here
knows whether a program makes sense.
"""

from sloc.syntax.ast.calendars import (
    Calendar,
    CalendarItem,
    Closed,
    ClosedYearly,
    Covers,
    Holidays,
    Hours,
    OpenDate,
    OpenWeekly,
    Timezone,
)
from sloc.syntax.ast.expressions import Aggregate, Arithmetic, Compare, Expr, In, IsNull, Logic, Matches, Negate, Not, Ref
from sloc.syntax.ast.files import Comment, Declaration, File, Service, ServiceItem
from sloc.syntax.ast.node import Name, Node
from sloc.syntax.ast.objectives import (
    Call,
    During,
    EmptySlices,
    ExcludeDuring,
    ExcludeRange,
    Expect,
    Fresh,
    Have,
    Meta,
    Parameter,
    Population,
    Requirement,
    Review,
    Satisfy,
    Sla,
    Slo,
    SloItem,
    Template,
    Tier,
    Tiers,
    Window,
)
from sloc.syntax.ast.policies import (
    Alerts,
    BelowTarget,
    BudgetBelow,
    Burn,
    Condition,
    ExhaustedWithin,
    MinEvents,
    NoData,
    PaceAbove,
    Policy,
    Rule,
)
from sloc.syntax.ast.sources import (
    At,
    BindAssign,
    BindBuckets,
    BindCall,
    Binding,
    BindingItem,
    BindTimes,
    Child,
    Expected,
    Field,
    FieldType,
    IntervalMeasure,
    Key,
    Source,
    SourceItem,
    Until,
    ValueMeasure,
)
from sloc.syntax.ast.tests import AlertOutcome, AtInstant, CountOutcome, ExpectOutcome, Given, Row, Test
from sloc.syntax.ast.values import (
    Bool,
    CalendarWindow,
    Date,
    Duration,
    Instant,
    ListValue,
    Null,
    Number,
    Param,
    Percent,
    Percentile,
    Scalar,
    Str,
    Value,
)

__all__ = [
    "Aggregate", "AlertOutcome", "Alerts", "Arithmetic", "At", "AtInstant", "BelowTarget", "BindAssign", "BindBuckets",
    "BindCall", "BindTimes", "Binding", "BindingItem", "Bool", "BudgetBelow", "Burn", "Calendar", "CalendarItem",
    "CalendarWindow", "Call", "Child", "Closed", "ClosedYearly", "Comment", "Compare", "Condition", "CountOutcome",
    "Covers", "Date", "Declaration", "Duration", "During", "EmptySlices", "ExcludeDuring", "ExcludeRange",
    "ExhaustedWithin", "Expect", "ExpectOutcome", "Expected", "Expr", "Field", "FieldType", "File", "Fresh", "Given",
    "Have", "Holidays", "Hours", "In", "Instant", "IntervalMeasure", "IsNull", "Key", "ListValue", "Logic", "Matches",
    "Meta", "MinEvents", "Name", "Negate", "NoData", "Node", "Not", "Null", "Number", "OpenDate", "OpenWeekly",
    "PaceAbove", "Param", "Parameter", "Percent", "Percentile", "Policy", "Population", "Ref", "Requirement", "Review",
    "Row", "Rule", "Satisfy", "Scalar", "Service", "ServiceItem", "Sla", "Slo", "SloItem", "Source", "SourceItem",
    "Str", "Template", "Test", "Tier", "Tiers", "Timezone", "Until", "Value", "ValueMeasure", "Window",
]  # fmt: skip
