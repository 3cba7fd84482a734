"""The register of every name heard, and conflict checks over it."""
