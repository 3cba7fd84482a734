"""Environment, settings and the address map."""
