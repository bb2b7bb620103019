"""The parts of the page on which papers are looked at, issued and printed."""
