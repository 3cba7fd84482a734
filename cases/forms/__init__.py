"""What people fill in on the pages of a case."""
