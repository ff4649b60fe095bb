"""sloc compiles service level objectives.

The pipeline, each arrow a function of :mod:`sloc.pipeline`::

    *.slo ── read ──▶ SourceFile ── parse ──▶ ast.File ── check ──▶ CheckedProgram ── lower ──▶ Ir
                                                                                                │
                 generated/ ◀── emit ── OutputFile ◀── compile (a Backend: SQL, Prometheus, …) ◀┘

Every stage is ``(input) -> (value, findings)``; nothing prints and nothing raises on a user's mistake.
"""

__version__ = "0.1.0"
