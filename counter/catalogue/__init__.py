"""What the township offers, as data."""
