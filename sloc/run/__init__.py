"""What executes generated SQL on an engine: ``sloc status`` over data files, on embedded DuckDB."""
