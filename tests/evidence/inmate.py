"""A program of the jail that tells what it finds around itself, and what it still remembers."""

import json
import os
import sys
from pathlib import Path

from evidence.confinement import confine

REMEMBERED: list[str] = []


def run(media_type: str) -> None:
    confine()
    held = sorted(Path("/proc/self/fd").iterdir(), key=lambda one: int(one.name))
    held.pop()  # the look itself
    found = {
        "before": list(REMEMBERED),
        "pids": [os.getpid(), os.getppid()],
        "kinds": [str(one.readlink()).partition(":")[0] for one in held],
        "environment": dict(os.environ),
        "folder": str(Path.cwd()),
    }
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()
    REMEMBERED.append(f"{media_type} {sys.stdin.read()}")
