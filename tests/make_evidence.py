"""Makers of evidence, through the same functions that receive it."""
