"""What people see; the only place for Qt."""
