"""Files of words as plain text."""

from hashlib import sha256

import pytest

from documents.cell.writings import (
    LINE_WIDTH,
    LINES_AT_ONCE,
    MOST_CHARACTERS,
    MOST_LINES,
    writing,
)
from tests import make_documents


def test_an_e_mail_shows_its_headers_its_plain_text_and_its_attachments() -> None:
    text = writing(make_documents.mail("You will regret this. 😀"), "message/rfc822")

    headers = dict(text.headers)
    assert headers["From"] == "Nobody <nobody@example.com>"
    assert headers["Date"] == "Tue, 06 Oct 2026 21:14:00 -0700"
    assert text.paragraphs[0].strip() == "You will regret this. 😀"
    assert [(one.name, one.size) for one in text.attachments] == [("list.bin", 8)]
    assert text.attachments[0].sha256 == sha256(b"attached").hexdigest()
    assert text.note == ""


def test_an_e_mail_without_plain_text_shows_the_words_of_its_page() -> None:
    data = (
        b"From: a@example.com\nContent-Type: text/html; charset=utf-8\n\n"
        b"<style>p{}</style><p>One <b>two</b></p><script>bad()</script><p>three &lt;four&gt;</p>"
    )

    text = writing(data, "message/rfc822")

    assert "".join(text.paragraphs) == "One two\nthree <four>"
    assert text.note == "The message has no plain text; its words are shown."


def test_broken_e_mails_are_shown_as_far_as_they_go() -> None:
    odd = b"Subject: =?utf-9?q?x?=\nContent-Type: text/plain; charset=klingon\n\nwords \xff\n"

    assert "words" in "".join(writing(odd, "message/rfc822").paragraphs)
    assert writing(b"", "message/rfc822").paragraphs == ("",)


def test_text_is_read_in_the_encodings_people_have() -> None:
    for data in ("Łódź".encode(), "Łódź".encode("utf-16"), b"\xef\xbb\xbf" + "Łódź".encode()):
        assert writing(data, "text/plain").paragraphs == ("Łódź",)
    assert writing("café".encode("cp1252"), "text/plain").paragraphs == ("café",)


def test_invisible_and_turning_characters_are_taken_out() -> None:
    (shown,) = writing("a\u202eb\x00c\x1b[31md\te".encode(), "text/plain").paragraphs

    assert shown == "a b c [31md e".replace("d e", "d" + " " * (4 - len("a b c [31md") % 4) + "e")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"line\n" * MOST_CHARACTERS, id="endless lines"),
        pytest.param(b"x" * 5 * MOST_CHARACTERS, id="one endless word"),
        pytest.param(b"word " * MOST_CHARACTERS, id="one endless line"),
    ],
)
def test_endless_text_is_cut_and_says_so(data: bytes) -> None:
    text = writing(data, "text/plain")

    assert text.note == ("Only the beginning is shown; the whole text has 1,000,000 characters.")
    lines = [line for piece in text.paragraphs for line in piece.split("\n")]
    assert len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= LINE_WIDTH
    assert data.decode().startswith("".join(lines[:50]) if b"\n" not in data else "line")
    assert max(piece.count("\n") for piece in text.paragraphs) < LINES_AT_ONCE
