"""The six steps: their plan, their conditions and time limits, what is next."""
