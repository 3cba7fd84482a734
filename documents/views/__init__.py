"""Pages of what leaves the firm."""
