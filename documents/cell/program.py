"""What every program of the jail does: confine itself, read one file, answer with a rendition."""

import io
import sys
import warnings
from collections.abc import Callable

from documents.pdf.rendition import Packing, Unreadable
from evidence.confinement import confine

LARGEST = 256 << 20
"""Bytes of an original that can be read."""

Render = Callable[[io.BytesIO, str, Packing], None]


def run(render: Render, media_type: str) -> None:
    """Render the file on standard input."""
    confine()
    warnings.simplefilter("ignore")
    original = io.BytesIO(sys.stdin.buffer.read(LARGEST + 1))
    rendered(render, original, media_type, Packing(sys.stdout.buffer, original))


def rendered(render: Render, original: io.BytesIO, media_type: str, out: Packing) -> None:
    """Render ``original``; whatever stands in the way becomes a sentence."""
    if original.getbuffer().nbytes > LARGEST:
        out.refusal("The file is too large to be printed.")
        return
    try:
        render(original, media_type, out)
    except Unreadable as unreadable:
        out.refusal(str(unreadable))
    except MemoryError:
        out.refusal("The file takes more memory to read than one file may have.")
    except Exception:  # noqa: BLE001 - hostile files break parsers in every way there is
        out.refusal("The file is damaged or not what it says it is.")
