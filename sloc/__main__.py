"""``python -m sloc``."""

from sloc.cli.app import main

main()
