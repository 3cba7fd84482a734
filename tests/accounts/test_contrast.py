"""Every pair of colours the product puts together is readable, in light and in dark.

The ratio is that of WCAG 2.2, "contrast ratio" and "relative luminance".
"""

import re
from itertools import product

import pytest

from config.env import BASE_DIR

CSS = (BASE_DIR / "static" / "css" / "tokens.css").read_text()
SURFACES = ("paper", "surface", "sunken")
MEANINGS = ("ok", "warn", "danger", "info", "violet")
ACCOUNTS = [f"acc-{letter}" for letter in "abcdefgh"]

PAIRS = [
    *[(ink, surface, 7.0) for ink, surface in product(("ink", "ink-2"), SURFACES)],
    *[("ink-3", surface, 4.5) for surface in SURFACES],
    *[("brand", surface, 4.5) for surface in SURFACES],
    ("brand-ink", "brand", 4.5),
    ("brand-ink", "brand-hover", 4.5),
    ("brand-soft-ink", "brand-soft", 7.0),
    *[(meaning, f"{meaning}-soft", 4.5) for meaning in MEANINGS],
    *[(meaning, "surface", 4.5) for meaning in MEANINGS],
    ("danger-ink", "danger", 4.5),
    *[("line-strong", surface, 3.0) for surface in SURFACES],
    *[("focus", surface, 3.0) for surface in (*SURFACES, "brand-soft")],
    *[(account, "surface", 4.5) for account in ACCOUNTS],
    *[(account, "paper", 3.0) for account in ACCOUNTS],
    *[("acc-ink", account, 4.5) for account in ACCOUNTS],
    ("mark-ink", "mark", 7.0),
    ("nav-ink", "nav", 7.0),
    ("nav-ink-2", "nav", 4.5),
    ("nav-ink", "nav-on", 7.0),
    ("exit-ink", "exit", 4.5),
    ("exit", "surface", 3.0),
]


def block(opening: str) -> dict[str, str]:
    """The tokens of the rule that starts with ``opening``, by name."""
    rule = CSS.split(opening, 1)[1].split("}", 1)[0]
    return {name: value.strip() for name, value in re.findall(r"--([\w-]+):([^;]+);", rule)}


LIGHT = block(":root {")
DARK = LIGHT | block(':root[data-theme="dark"] {')


def luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_pair_is_readable(theme: dict[str, str], front: str, back: str, least: float) -> None:
    assert contrast(theme[front], theme[back]) >= least


def test_the_chosen_dark_theme_is_the_one_the_system_asks_for() -> None:
    assert block(':root[data-theme="dark"] {') == block(":root:not([data-theme]) {")
