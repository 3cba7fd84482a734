"""Environment, settings and the address map."""

from config.celery import app

# Loaded with the package, so that every process of the site sends its tasks to our broker.
__all__ = ["app"]
