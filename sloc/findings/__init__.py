"""Findings: what sloc has to say about a program. Data first; nothing prints until a renderer does."""

from sloc.findings.model import Edit, Finding, Fix, Label, Severity, finding, replacing

__all__ = ["Edit", "Finding", "Fix", "Label", "Severity", "finding", "replacing"]
