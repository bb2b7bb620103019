"""What the program knows and does; no Qt."""
