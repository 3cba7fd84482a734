"""Drawn screenshots for the demo, each stamped as fictional."""

import io
import textwrap

from PIL import Image, ImageDraw, ImageFont

from documents.pdf.fonts import BOLD, REGULAR

WIDTH, HEIGHT = 780, 1240
INK, SOFT, PAPER, LINE = "#1a2326", "#5d676b", "#ffffff", "#dddddd"
TINTS = ("#1d67a8", "#ae4b12", "#27734a", "#7e4597", "#80600a", "#a63063")


def screenshot(
    *, platform: str, handle: str, when: str, words: str, link: str, cropped: bool = False
) -> bytes:
    """A phone's picture of one post, as PNG bytes; the same facts give the same bytes.

    A cropped one lacks the site's name and address, as people's own screenshots often do.
    """
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    face = {size: ImageFont.truetype(REGULAR, size) for size in (22, 26, 34)}
    strong = {size: ImageFont.truetype(BOLD, size) for size in (24, 30, 34)}
    draw.rectangle((0, 0, WIDTH, 64), fill="#f1f3f4")
    draw.text((36, 18), "9:41", font=strong[24], fill=INK)
    draw.rounded_rectangle((WIDTH - 96, 22, WIDTH - 40, 44), 6, outline=INK, width=3)
    draw.text((36, 92), platform, font=strong[34], fill=INK)
    draw.text((36, 142), link[:58] or "no address", font=face[22], fill=SOFT)
    draw.line((0, 186, WIDTH, 186), fill=LINE, width=2)
    tint = TINTS[sum(handle.encode()) % len(TINTS)]
    draw.ellipse((36, 220, 124, 308), fill=tint)
    draw.text((66, 240), handle.strip("@(")[:1].upper() or "?", font=strong[34], fill=PAPER)
    draw.text((150, 226), handle or "unknown", font=strong[30], fill=INK)
    draw.text((150, 268), when, font=face[26], fill=SOFT)
    draw.multiline_text((36, 350), textwrap.fill(words, 38), font=face[34], fill=INK, spacing=16)
    draw.rectangle((0, HEIGHT - 84, WIDTH, HEIGHT), fill="#fff0b8")
    draw.text((36, HEIGHT - 66), "FICTIONAL DEMO: nothing here is real", font=strong[30], fill=INK)
    if cropped:
        image = image.crop((0, 200, WIDTH, HEIGHT))
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
