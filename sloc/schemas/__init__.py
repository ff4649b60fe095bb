"""JSON Schema: the jsonschema library checks a value, and what it refuses is said in words that help.

The same for ``sloc.toml``, for a back end's options and for the IR's JSON. Importing the library takes longer than checking
with it, so it is imported when there is something to check.
"""

from sloc.schemas.problems import Path, Problem, problems
from sloc.schemas.schema import Schema, check_schema, defaults

__all__ = ["Path", "Problem", "Schema", "check_schema", "defaults", "problems"]
