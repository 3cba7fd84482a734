"""The program that reads the words of a file: notes, tables, e-mails, saved pages.

What comes out is text and nothing else; whoever prints it escapes it.
"""

import codecs
import encodings
import io
import pkgutil
import textwrap
from contextlib import suppress
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from hashlib import sha256
from html.parser import HTMLParser
from itertools import islice

from documents.cell import program
from documents.pdf.rendition import Attachment, Packing, Writing

MOST_CHARACTERS = 200_000
MOST_LINES = 5_000
LINES_AT_ONCE = 20
LINE_WIDTH = 96
HEADER_LENGTH = 500
MOST_ATTACHMENTS = 200
LONGEST_SOURCE = 2_000_000
SHOWN_HEADERS = ("From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID")
SILENT_TAGS = {"script", "style", "head", "template", "noscript"}
BREAKING_TAGS = {"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "hr"}


def writing(data: bytes, media_type: str) -> Writing:
    """The words of a file of type ``text/…``, ``application/json`` or ``message/rfc822``."""
    if media_type == "message/rfc822":
        return _mail(data)
    if media_type == "text/html":
        return _cut(_words_of_page(_decoded(data)), "The words of a saved page, without its looks.")
    return _cut(_decoded(data))


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _printable(text: str) -> str:
    """Without the characters that draw nothing or change the direction of what follows."""
    kept = (letter if letter.isprintable() or letter in "\n\t" else " " for letter in text)
    return "".join(kept).expandtabs(4)


def _cut(text: str, note: str = "") -> Writing:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    total, beginning = len(text), text[:MOST_CHARACTERS]
    lines = [part for line in _printable(beginning).split("\n") for part in _folded(line)]
    if total > MOST_CHARACTERS or len(lines) > MOST_LINES:
        note = f"{note} Only the beginning is shown; the whole text has {total:,} characters."
    pieces = (lines[at : at + LINES_AT_ONCE] for at in range(0, len(lines), LINES_AT_ONCE))
    return Writing(
        tuple("\n".join(piece) for piece in islice(pieces, MOST_LINES // LINES_AT_ONCE)),
        note=note.strip(),
    )


def _folded(line: str) -> list[str]:
    """A long line as lines a page can hold: setting endless ones takes endless time."""
    if len(line) <= LINE_WIDTH:
        return [line]
    return textwrap.wrap(
        line,
        LINE_WIDTH,
        expand_tabs=False,
        replace_whitespace=False,
        drop_whitespace=False,
        break_on_hyphens=False,
    )


def _mail(data: bytes) -> Writing:
    message = BytesParser(policy=policy.default).parsebytes(data)
    body = message.get_body(("plain", "html"))
    text, note = "", ""
    if body is None:
        note = "The message has no text."
    else:
        text = _decoded(_payload(body)) if body.get_content_charset() is None else _content(body)
        if body.get_content_type() == "text/html":
            text, note = _words_of_page(text), "The message has no plain text; its words are shown."
    cut = _cut(text, note)
    headers = tuple(
        (name, _printable(str(message[name]))[:HEADER_LENGTH])
        for name in SHOWN_HEADERS
        if message[name]
    )
    return Writing(cut.paragraphs, headers, tuple(_attachments(message)), cut.note)


def _content(body: MIMEPart) -> str:
    try:
        return str(body.get_content())
    except (LookupError, ValueError):
        return _decoded(_payload(body))


def _payload(part: MIMEPart) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _attachments(message: EmailMessage) -> list[Attachment]:
    found = []
    for part in islice(message.iter_attachments(), MOST_ATTACHMENTS):
        data = _payload(part)
        name = _printable(part.get_filename() or "without a name")
        found.append(Attachment(name, len(data), sha256(data).hexdigest()))
    return found


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._silent += tag in SILENT_TAGS
        if tag in BREAKING_TAGS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT_TAGS and self._silent:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(" ".join(data.split()) + " " if data.strip() else "")


def _words_of_page(source: str) -> str:
    reader = _Words()
    reader.feed(source[:LONGEST_SOURCE])
    reader.close()
    lines = (line.strip() for line in "".join(reader.pieces).splitlines())
    return "\n".join(line for line in lines if line)


def render(original: io.BytesIO, media_type: str, out: Packing) -> None:
    out.writing(writing(original.getvalue(), media_type))


def run(media_type: str) -> None:
    program.run(render, media_type)


# What a message may be written in: behind the walls nothing more can be imported.
for module in pkgutil.iter_modules(encodings.__path__):
    with suppress(LookupError):
        codecs.lookup(module.name)
