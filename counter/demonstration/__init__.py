"""The sample families from hand to letter, through the public services like any other."""
