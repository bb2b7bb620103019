"""Data that ships with the program, read by importlib.resources."""
