"""The intermediate representation: frozen data with exact units, complete enough that a back end never sees the AST.

It knows no target. :mod:`sloc.check.lower` makes it; :mod:`sloc.ir.codec` writes it as JSON and reads it back.
"""

from sloc.ir.alerts import (
    AlertPolicy,
    AlertRule,
    BelowTarget,
    BudgetBelow,
    Burn,
    Condition,
    ExhaustedWithin,
    NoData,
    PaceAbove,
)
from sloc.ir.binding import Binding, BindingLine
from sloc.ir.calendar import AnyCalendar, Calendar, Closure, DayHours, Holiday, Hours, Union, WeeklyHours, YearlyClosure, Zone
from sloc.ir.origin import Origin
from sloc.ir.program import GivenRows, Ir, Service, TestCase
from sloc.ir.slo import (
    CalendarWindow,
    ExcludeDuring,
    ExcludeRange,
    Exclusion,
    Fresh,
    Have,
    Indicator,
    Population,
    Review,
    RollingWindow,
    Satisfy,
    Sla,
    Slices,
    Slo,
    Tier,
    Window,
)
from sloc.ir.source import (
    Child,
    Column,
    Field,
    FieldType,
    IntervalMeasure,
    Measure,
    PrometheusBinding,
    Source,
    SqlBinding,
    ValueMeasure,
)
from sloc.ir.units import Duration, Instant

__all__ = [
    "AlertPolicy", "AlertRule", "AnyCalendar", "BelowTarget", "Binding", "BindingLine", "BudgetBelow", "Burn", "Calendar",
    "CalendarWindow", "Child", "Closure", "Column", "Condition", "DayHours", "Duration", "ExcludeDuring",
    "ExcludeRange", "Exclusion", "ExhaustedWithin", "Field", "FieldType", "Fresh", "GivenRows", "Have",
    "Holiday", "Hours", "Indicator", "Instant", "IntervalMeasure", "Ir", "Measure", "NoData", "Origin",
    "PaceAbove", "Population", "PrometheusBinding", "Review", "RollingWindow", "Satisfy", "Service", "Sla",
    "Slices", "Slo", "Source", "SqlBinding", "TestCase", "Tier", "Union", "ValueMeasure", "WeeklyHours",
    "Window", "YearlyClosure", "Zone",
]  # fmt: skip
