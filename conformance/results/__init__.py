"""One typed model of a run, and all that is done to it."""
