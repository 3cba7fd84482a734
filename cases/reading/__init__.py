"""What pages show of cases: read in few queries, nothing written."""
