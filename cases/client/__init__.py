"""The client: what she is told and asked, how she is reached, and whether it is she who speaks."""
