"""The parts of a checked program, put together as an IR.

The checker makes the parts (an ``ir.Slo`` for each objective, an ``ir.Source`` for each source) while it checks them, and
nothing is worked out here. But only here do they become one :class:`~sloc.ir.Ir`, and only those of a program without errors.
"""

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
