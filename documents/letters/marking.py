"""Marking words of a text: what is missing, what a check is about, what is quoted.

Pure: no database. A text becomes pieces in reading order; templates print each with its mark.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from documents.letters.phrases import UNSET


@dataclass(frozen=True)
class Piece:
    """A run of text; ``mark`` is empty, ``fill`` (not filled in) or ``bad-t`` (look at this)."""

    text: str
    mark: str = ""


def pieces(text: str, suspects: Iterable[str] = ()) -> list[Piece]:
    """Cut a text where marks begin and end; the first mark of two that overlap wins."""
    spans = [(m.start(), m.end(), "fill") for m in UNSET.finditer(text)]
    for words in suspects:
        spans += [(m.start(), m.end(), "bad-t") for m in re.finditer(re.escape(words), text)]
    cut: list[Piece] = []
    at = 0
    for start, end, mark in _apart(spans):
        cut += [Piece(text[at:start]), Piece(text[start:end], mark)]
        at = end
    cut.append(Piece(text[at:]))
    return [piece for piece in cut if piece.text]


def _apart(spans: Sequence[tuple[int, int, str]]) -> Iterable[tuple[int, int, str]]:
    """The spans in order, without those that begin inside an earlier one."""
    reached = 0
    for start, end, mark in sorted(spans, key=lambda one: (one[0], one[2] != "fill")):
        if start >= reached and end > start:
            yield start, end, mark
            reached = end
