"""Enquiry references: ``MR-7K2-Q94``, made to be read out on the telephone.

The number behind a reference comes from a locked counter, so none is given twice; a permutation
hides how many enquiries there were. Letters and digits that are mistaken for one another (0 and O,
1, I and L) do not occur. A reference opens nothing: it only names.

Pure: the counter is the caller's.
"""

import re

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 6
SIZE = len(ALPHABET) ** LENGTH

# Both have no factor in common with SIZE, a power of 31, which makes the map one to one.
_STRIDE = 548_500_423
_OFFSET = 203_917_386


def prefix_of(firm_name: str) -> str:
    """Two letters for a firm: the initials of its first two words ("Marlow Reid Law": ``MR``)."""
    found = [word[0] for word in re.findall(r"[A-Z][A-Za-z]*", firm_name)]
    return ("".join(found) + "XX")[:2]


def reference(number: int, *, prefix: str) -> str:
    """The reference of the enquiry with this number of the counter (1, 2, 3 …).

    Raises:
        ValueError: The number lies outside the 887 million references there are.
    """
    if not 0 < number < SIZE:
        raise ValueError(f"no reference for number {number}")
    rest = (number * _STRIDE + _OFFSET) % SIZE
    signs = []
    for _ in range(LENGTH):
        rest, digit = divmod(rest, len(ALPHABET))
        signs.append(ALPHABET[digit])
    code = "".join(signs)
    return f"{prefix}-{code[:3]}-{code[3:]}"


def as_written(typed: str) -> str:
    """A reference as somebody typed it, brought into its form: capitals, dashes, no blanks."""
    signs = re.sub(r"[^0-9A-Z]", "", typed.upper())
    head, code = signs[:2], signs[2:]
    return f"{head}-{code[:3]}-{code[3:]}"
