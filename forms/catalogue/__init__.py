"""The parts of the page on which the responsibility list is read."""
