"""Names people gave their files, made safe to offer for download. Pure.

The name as received stays word for word in its receipt; this is only what a browser is told.
"""

import re
import unicodedata

LONGEST_BYTES = 150
NOTHING_LEFT = "file"
# Things a double click would run or a browser would draw as a page of ours.
ACTIVE_ENDINGS = """
    app bat chm cmd com cpl dll docm dotm exe hta htm html inf jar jnlp js jse lnk mht mhtml msc
    msi msix pif potm ppsm pptm ps1 psm1 py reg scf scr sh shtml svg svgz sys url vb vbe vbs wsc
    wsf wsh xbap xht xhtml xlam xll xlsm xltm xml xsl xslt
"""
ACTIVE = frozenset(ACTIVE_ENDINGS.split())
RESERVED = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"]
)
FORBIDDEN = re.compile(r'[<>:"/\\|?*%;,\']')
MARK = ".download"


def safe_name(received: str) -> str:
    """A name without path, control, bidirectional or reserved characters.

    At most `LONGEST_BYTES` bytes of UTF-8; making a safe name safe again changes nothing. Files
    that a system would run or draw get ``.download`` behind their name.
    """
    name = received
    for _ in range(8):
        made = _once(name)
        if made == name:
            return made
        name = made
    return NOTHING_LEFT


def _once(name: str) -> str:
    name = unicodedata.normalize("NFC", name.encode("utf-8", "ignore").decode())
    name = re.split(r"[/\\]", name.rstrip("/\\"))[-1]
    name = "".join(mark for mark in name if _is_printable(mark))
    name = FORBIDDEN.sub("_", name)
    name = re.sub(r"\s+", " ", name).strip(" .").lstrip(" .-~_")
    if name.split(".")[0].strip().lower() in RESERVED:
        name = f"file {name}"
    name = _shortened(name) or NOTHING_LEFT
    if name.rpartition(".")[2].lower() in ACTIVE:
        name = _shortened(name, room=len(MARK)) + MARK
    return name


def _is_printable(mark: str) -> bool:
    """Letters, marks, digits, punctuation and plain spaces; no format or control characters."""
    return unicodedata.category(mark)[0] not in "CZ" or mark == " "


def _shortened(name: str, *, room: int = 0) -> str:
    """Cut the stem, never the ending, and never inside a character."""
    limit = LONGEST_BYTES - room
    if len(name.encode()) <= limit:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending.encode()) > 16:  # noqa: PLR2004 - longer is not an ending
        stem, ending = name, ""
    tail = f".{ending}" if ending else ""
    kept = stem.encode()[: limit - len(tail.encode())].decode("utf-8", "ignore")
    return kept.rstrip(" .") + tail
