"""What a file is, judged from its first bytes and never from its name. Pure."""

import mimetypes
import re

import filetype

HEAD = 16 * 1024
UNKNOWN = "application/octet-stream"

PICTURES = frozenset(
    {
        "image/jpeg",
        "image/png",
        "image/gif",
        "image/webp",
        "image/heic",
        "image/avif",
        "image/bmp",
        "image/tiff",
    }
)
MAIL_HEADER = re.compile(
    rb"(?:^|\n)(?:received|return-path|message-id|delivered-to|mime-version):", re.IGNORECASE
)
HEADER_LINE = re.compile(rb"^(?:From |[A-Za-z][A-Za-z0-9-]{1,60}:)")
OPEN_BOX = b"PK\x03\x04"
LABELS = {
    "application/pdf": "PDF document",
    "application/zip": "ZIP archive",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel workbook",
    "application/vnd.ms-outlook": "Outlook message or older Office file",
    "message/rfc822": "E-mail",
    "multipart/related": "Saved web page (MHTML)",
    "application/warc": "Web archive (WARC)",
    "text/html": "Saved web page",
    "text/plain": "Text",
    "text/csv": "Table (CSV)",
    "application/json": "JSON data",
    "image/svg+xml": "SVG drawing",
    UNKNOWN: "Unknown kind of file",
}
ICONS = {
    "application/pdf": "file-text",
    "application/zip": "archive",
    "application/warc": "globe",
    "multipart/related": "globe",
    "text/html": "globe",
    "text/csv": "table",
    "message": "mail",
    "image": "image",
    "text": "file-text",
    "video": "play",
    "audio": "megaphone",
}


def media_type_of(head: bytes) -> str:
    """The media type of a file that begins with ``head`` (give `HEAD` bytes, or all of it)."""
    head = head[:HEAD]
    if not head:
        return UNKNOWN
    if head.startswith(b"WARC/1."):
        return "application/warc"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "application/vnd.ms-outlook"
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if guessed := filetype.guess_mime(head):
        return _checked(guessed, head)
    return _kind_of_words(head)


def label(media_type: str) -> str:
    """The kind of file in words a person uses."""
    if known := LABELS.get(media_type):
        return known
    family, _, kind = media_type.partition("/")
    if family == "image":
        return f"{kind.upper()} picture"
    return {"video": "Video", "audio": "Sound recording"}.get(family, LABELS[UNKNOWN])


def icon(media_type: str) -> str:
    """The symbol that stands for a kind of file of which there is no picture."""
    family, _, _ = media_type.partition("/")
    return ICONS.get(media_type) or ICONS.get(family, "paperclip")


def differs_from_name(media_type: str, name: str) -> bool:
    """Whether the ending of ``name`` promises a different family of file."""
    promised, _ = mimetypes.guess_type(name, strict=False)
    if promised is None or media_type == UNKNOWN:
        return False
    return _family(promised) != _family(media_type)


def _checked(guessed: str, head: bytes) -> str:
    """Names that one library spells its own way, brought to the registered ones."""
    if guessed == "application/zip" and head.startswith(OPEN_BOX):
        if b"word/" in head:
            return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        if b"xl/" in head:
            return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"image/x-ms-bmp": "image/bmp", "image/heif": "image/heic"}.get(guessed, guessed)


def _kind_of_words(head: bytes) -> str:
    words = _as_words(head)
    if words is None:
        return UNKNOWN
    start = words.lstrip().lower()
    if start.startswith(("<svg", "<?xml")) and "<svg" in start:
        return "image/svg+xml"
    if start.startswith(("<!doctype html", "<html", "<head", "<body", "<script")):
        return "text/html"
    if HEADER_LINE.match(head) and MAIL_HEADER.search(head):
        return "multipart/related" if b"multipart/related" in head.lower() else "message/rfc822"
    if start.startswith(("{", "[{", '["')):
        return "application/json"
    return "text/plain"


def _as_words(head: bytes) -> str | None:
    encoding = "utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        # The head may end inside a character: three bytes of slack, and no less strict.
        words = head.decode(encoding) if len(head) < HEAD else head[:-4].decode(encoding, "ignore")
    except UnicodeDecodeError:
        words = head.decode("latin-1") if b"\x00" not in head else "\x00"
    strange = sum(mark < " " and mark not in "\t\n\r\f\x1b" for mark in words)
    return None if strange or "\x00" in words else words


def _family(media_type: str) -> str:
    family = media_type.partition("/")[0]
    return media_type if family in {"application", "message", "multipart"} else family
