"""What a paper says, and how it is drawn."""
