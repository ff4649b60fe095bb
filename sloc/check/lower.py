"""The only bridge from the checked program to the IR."""

from __future__ import annotations

from sloc.check.model import CheckedProgram
from sloc.ir import Ir
from sloc.ir.program import IR_VERSION


def lower(program: CheckedProgram) -> Ir:
    """The IR of a program without errors, everything sorted by id."""
    return Ir(
        IR_VERSION,
        program.project,
        program.epoch,
        tuple(program.calendars[id].ir for id in sorted(program.calendars)),
        tuple(program.sources[id].ir for id in sorted(program.sources)),
        tuple(sorted(program.services, key=lambda service: service.name)),
        tuple(sorted((slo.ir for slo in program.slos), key=lambda slo: slo.id)),
        program.tests,
    )
