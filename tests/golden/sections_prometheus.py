"""What the Prometheus back end makes of a case's specs, and what it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sloc.backends.options import complete
from sloc.backends.prometheus import PrometheusBackend
from sloc.emit.header import with_header

if TYPE_CHECKING:
    from tests.golden.harness import Case


def rules_section(case: Case) -> str:
    """The rule files, one after the other."""
    compiled = PrometheusBackend().compile(case.checked.ir, complete(PrometheusBackend()))
    return "".join(with_header(file) for file in compiled.files)


def findings_section(case: Case) -> str:
    """Each finding's place, headline and label."""
    from tests.golden.harness import pin

    found = PrometheusBackend().refusals(case.checked.ir, complete(PrometheusBackend()))
    return "".join(f"{pin(each, case.sources)} | {each.message}: {each.label}\n" for each in found)


SECTIONS = {"prometheus.yml": rules_section, "prometheus.findings": findings_section}
