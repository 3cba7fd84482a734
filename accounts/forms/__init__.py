"""Forms of sign-in, of the own account, and of the administrator."""
