"""Check that every file taken over from others is the one its record names.

``static/vendor/VENDOR.json`` records package, version, licence and SHA-256 of what browsers load,
``documents/pdf/fonts/SHA256SUMS`` the typefaces of papers.
Run as ``python -m config.vendored``; prints what differs and ends non-zero.
"""

import hashlib
import json
import sys
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
RECORD = STATIC / "vendor" / "VENDOR.json"
TYPEFACES = STATIC.parent / "documents" / "pdf" / "fonts" / "SHA256SUMS"


def recorded() -> dict[Path, str]:
    """Every recorded file with its SHA-256; licences, which only have to be there, with none."""
    entries = json.loads(RECORD.read_text())
    files = {STATIC / entry["licence_file"]: "" for entry in entries}
    files |= {STATIC / entry["file"]: entry["sha256"] for entry in entries}
    for line in TYPEFACES.read_text().splitlines():
        sha256, name = line.split(maxsplit=1)
        files[TYPEFACES.with_name(name)] = sha256
    return files


def problems() -> list[str]:
    """One sentence for each file that is missing or is not the recorded one."""
    found = []
    for file, sha256 in recorded().items():
        if not file.is_file():
            found.append(f"{file} is missing.")
        elif sha256 and hashlib.sha256(file.read_bytes()).hexdigest() != sha256:
            found.append(f"{file} is not the recorded file.")
    return found


if __name__ == "__main__":
    found = problems()
    sys.exit("\n".join(found) or 0)
