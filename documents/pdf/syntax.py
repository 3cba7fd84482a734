"""How values are spelled inside a PDF file (ISO 32000-1, section 7.3)."""

import re
from typing import NewType

Ref = NewType("Ref", int)
"""The number of an indirect object. Generations are always 0 here."""

_NOT_REGULAR = re.compile(rb"[^!-~]|[#()<>\[\]{}/%]")


def number(value: float) -> bytes:
    """A real number in at most four decimals, without exponent or negative zero."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return b"0" if text in {"-0", ""} else text.encode("ascii")


def numbers(*values: float) -> bytes:
    return b" ".join(number(value) for value in values)


def name(text: str) -> bytes:
    """A name object; bytes outside the regular characters are written as ``#xx``."""
    return b"/" + _NOT_REGULAR.sub(lambda found: b"#%02X" % found[0][0], text.encode())


def literal(text: str) -> bytes:
    """A string of printable ASCII, as content streams show it.

    Raises:
        UnicodeEncodeError: A character lies outside ASCII.
    """
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return b"(" + escaped.encode("ascii") + b")"


def text_string(text: str) -> bytes:
    """A text string as titles and bookmarks use it: ASCII if it can be, else UTF-16."""
    if text.isascii() and text.isprintable():
        return literal(text)
    return b"<" + ("\ufeff" + text).encode("utf-16-be", "replace").hex().upper().encode() + b">"


def reference(ref: Ref) -> bytes:
    return b"%d 0 R" % ref


def references(refs: list[Ref]) -> bytes:
    return b"[" + b" ".join(reference(ref) for ref in refs) + b"]"
