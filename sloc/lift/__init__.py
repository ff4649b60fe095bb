"""IR -> AST: what a program that another tool made would be as a spec, so that the checker judges it like one.

`text.py` reads the JSON and `places.py` knows where it stands, `shape.py` holds it to the schema, `program.py` lifts it, and
`compare.py` holds the result to what the checker lowers it to. `given.py` names these steps in order.
"""
