"""The parts of the page on which an office says who it is, who sits in it, and keeps its record."""
