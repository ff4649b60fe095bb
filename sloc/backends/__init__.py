"""Back ends: IR -> output files. They see the IR and nothing before it."""
