"""``sloc.toml`` -> :class:`Project`: where the specs are, which back ends are chosen, and how they are set.

Also finds the specs on disk and reads them (`specs.py`, `texts.py`).
"""

from sloc.project.faults import option_findings
from sloc.project.load import find_project, load_project, read_project
from sloc.project.model import Lint, Project, Target

__all__ = ["Lint", "Project", "Target", "find_project", "load_project", "option_findings", "read_project"]
