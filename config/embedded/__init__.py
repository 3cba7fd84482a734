"""The database, the broker and the whole site as child processes of one command.

Only the standard library is used, and only the *binaries* of the two server packages.
"""
