"""Sample data for the specs of this project, with the truth about it (see :mod:`examples.generate`)."""
