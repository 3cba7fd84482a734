"""What was preserved, and the proof that it is unchanged."""
