"""Danger: questions about it, whom no letter may reach, files held back, orders not yet served."""
