"""The command line: the app, and one file for each command. Commands import what they need when they run."""
