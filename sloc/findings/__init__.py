"""Findings: what sloc has to say about a program. Data first; nothing prints until a renderer does."""

from sloc.findings.model import Finding, Label, Severity, finding

__all__ = ["Finding", "Label", "Severity", "finding"]
