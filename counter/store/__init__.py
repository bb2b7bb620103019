"""What is kept, in SQLite or PostgreSQL, by one model."""
