"""Check that every file taken over from others is the one its record names.

``static/vendor/VENDOR.json`` records package, version, licence and SHA-256 of each.
Run as ``python -m config.vendored``; prints what differs and ends non-zero.
"""

import hashlib
import json
import sys
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
RECORD = STATIC / "vendor" / "VENDOR.json"


def problems() -> list[str]:
    """One sentence for each recorded file that is missing or changed, or has no licence."""
    found = []
    for entry in json.loads(RECORD.read_text()):
        file = STATIC / entry["file"]
        if not file.is_file():
            found.append(f"{entry['file']} is missing.")
        elif hashlib.sha256(file.read_bytes()).hexdigest() != entry["sha256"]:
            found.append(f"{entry['file']} is not the recorded {entry['package']} file.")
        if not (STATIC / entry["licence_file"]).is_file():
            found.append(f"{entry['file']} has no licence file.")
    return found


if __name__ == "__main__":
    found = problems()
    sys.exit("\n".join(found) or 0)
