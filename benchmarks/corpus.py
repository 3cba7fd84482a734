"""Evidence like a client's, made from a seed: screenshots, photos, PDFs, mails, notes."""

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage

from PIL import Image, ImageDraw

from documents.pdf.typeset import typeset

THREATS = """
    you are a liar and everyone in town knows it stop posting or we will find your house this
    company stole money from customers share before it is deleted now i know where you work
    nobody believes your story report her account wait until your boss sees this
"""
WORDS = THREATS.split()
SHARES = {"phone": 60, "desktop": 10, "photo": 15, "webp": 2, "pdf": 5, "mail": 4, "note": 4}
CSS = '@page { size: letter; margin: 60pt } body { font: 11pt "Source Serif 4" }'


@dataclass(frozen=True)
class Piece:
    name: str
    content: bytes


def pieces(count: int) -> Iterator[Piece]:
    """``count`` files, no two alike, the same ones every time."""
    for at in range(count):
        dice = random.Random(at)  # noqa: S311 - the same files every time, no secrets
        kind = dice.choices(list(SHARES), list(SHARES.values()))[0]
        yield Piece(f"{at:04d}.{kind}", MAKERS[kind](dice))


def sentence(dice: random.Random, words: int) -> str:
    return " ".join(dice.choice(WORDS) for _ in range(words))


def noise(size: tuple[int, int], spread: float) -> Image.Image:
    return Image.merge("RGB", [Image.effect_noise(size, spread) for _ in range(3)])


def screen(dice: random.Random, size: tuple[int, int]) -> Image.Image:
    image = Image.new("RGB", size, dice.choice(["#fff", "#121214", "#f5f7fa"]))
    drawing = ImageDraw.Draw(image)
    for top in range(160, size[1] - 200, 220):
        fill = dice.choice(["#007aff", "#e9e9eb", "#323237"])
        drawing.rounded_rectangle((120, top, size[0] - 80, top + 170), 30, fill=fill)
        for line in range(3):
            words = sentence(dice, 7)
            drawing.text((150, top + 14 + 50 * line), words, font_size=40, fill="orange")
    picture = noise((size[0] // 2, 420), dice.uniform(8, 16))
    image.paste(picture, (size[0] // 4, dice.randrange(200, max(201, size[1] - 700))))
    return image


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def phone(dice: random.Random) -> bytes:
    image = screen(dice, (1170, 2532))
    if dice.random() < 0.5:  # noqa: PLR2004 - half of the phones write an opaque alpha channel
        image.putalpha(255)
    return saved(image, "PNG", compress_level=4)


def desktop(dice: random.Random) -> bytes:
    return saved(screen(dice, (1920, 1080)), "PNG", compress_level=4)


def photo(dice: random.Random) -> bytes:
    image = noise(dice.choice([(1920, 1080), (4032, 3024)]), 9)
    exif = image.getexif()
    exif[0x0112] = dice.choice([1, 1, 3, 6, 8])
    return saved(image, "JPEG", quality=85, exif=exif)


def webp(dice: random.Random) -> bytes:
    return saved(screen(dice, (1080, 1350)), "WEBP", quality=80)


def pdf(dice: random.Random) -> bytes:
    text = "".join(f"<p>{sentence(dice, 60)}</p>" for _ in range(dice.randrange(20, 60)))
    return typeset(f"<html lang=en><body>{text}", CSS).pdf


def mail(dice: random.Random) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "troll@example.com", "client@example.org"
    message["Subject"] = sentence(dice, 6)
    message["Message-ID"] = f"<{dice.randrange(1 << 40)}@example.com>"
    message.set_content("\n".join(sentence(dice, 14) for _ in range(dice.randrange(10, 80))))
    return message.as_bytes()


def note(dice: random.Random) -> bytes:
    return "\n".join(sentence(dice, 12) for _ in range(dice.randrange(20, 300))).encode()


MAKERS = {
    "phone": phone,
    "desktop": desktop,
    "photo": photo,
    "webp": webp,
    "pdf": pdf,
    "mail": mail,
    "note": note,
}
