"""The same services from a terminal: one command a run, JSON for machines, a few lines for people."""
