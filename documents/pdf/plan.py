"""How a packet is counted and cut: Bates numbers, and tall pictures over several pages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

BATES_DIGITS = 6


@dataclass(frozen=True)
class Span:
    """Consecutive Bates numbers of one series, both ends included."""

    prefix: str
    first: int
    last: int

    def __post_init__(self) -> None:
        if not 0 < self.first <= self.last:
            raise ValueError(f"{self.first} to {self.last} is no range of page numbers.")

    def __len__(self) -> int:
        return self.last - self.first + 1

    def __iter__(self) -> Iterator[str]:
        return (bates(self.prefix, number) for number in range(self.first, self.last + 1))

    def __str__(self) -> str:
        first, last = bates(self.prefix, self.first), bates(self.prefix, self.last)
        return first if self.first == self.last else f"{first} to {last}"


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same numbers of one series as few unbroken ranges as they make, in order."""
    made: list[Span] = []
    for span in sorted(spans, key=lambda one: one.first):
        if made and made[-1].last + 1 == span.first:
            made[-1] = Span(span.prefix, made[-1].first, span.last)
        else:
            made.append(span)
    return made


def bates(prefix: str, number: int) -> str:
    """``bates("VAN", 118) == "VAN-000118"``; numbers past the digits simply grow longer."""
    return f"{prefix}-{number:0{BATES_DIGITS}d}"


@dataclass(frozen=True)
class Slice:
    """The part of a picture one page shows, in points of the picture's drawn height.

    Attributes:
        top: From the picture's upper edge down to the slice.
    """

    top: float
    height: float


def slices(height: float, window: float, overlap: float) -> list[Slice]:
    """Cut a drawn height into parts no taller than ``window``.

    Each part repeats the last ``overlap`` points of the one before, so a line of text cut at
    the edge is whole on one of the two.
    """
    if not 0 <= overlap < window:
        raise ValueError("Parts must be taller than what they repeat.")
    parts, top = [], 0.0
    while height - top > window:
        parts.append(Slice(top, window))
        top += window - overlap
    parts.append(Slice(top, height - top))
    return parts
