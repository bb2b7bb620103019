"""One application taken at the window: what is typed, what it means at once, and the seven panels."""
