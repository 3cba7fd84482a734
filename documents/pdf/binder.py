"""Binding a packet: exhibits stream into the file first, pages are made around them last.

The objects of a PDF may stand in any order. Pictures and imported pages are written as they
are read, one original in memory at a time; only then is it known how many pages there are, so
front matter, stamps and numbers are facts when they are set, never forecasts.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf

from documents.pdf import pages, structure
from documents.pdf.embedding import Fonts
from documents.pdf.pages import Drawn, Stamp
from documents.pdf.rendition import Paper, Picture
from documents.pdf.syntax import Ref, reference, text_string
from documents.pdf.writer import PdfWriter, Sink

PRODUCER = "Redress"


@dataclass(frozen=True)
class Shown:
    """One exhibit's pages, waiting for their stamps.

    Attributes:
        note: What was done to the original to show it, as a sentence; empty for nothing.
    """

    pages: tuple[Drawn, ...]
    note: str = ""


@dataclass(frozen=True)
class Leaf:
    """A page and what its margins say, its place in the file excepted.

    Attributes:
        anchor: The name links use for this page; empty for none.
        bookmark: The title of the bookmark that leads here; empty for none.
    """

    drawn: Drawn
    label: str = ""
    source: str = ""
    sha256: str = ""
    bates: str = ""
    anchor: str = ""
    bookmark: str = ""


class Binder:
    """Writes one packet. Show every exhibit, then bind all leaves in reading order, once."""

    def __init__(self, out: Sink) -> None:
        self._writer = PdfWriter(out)

    @property
    def size(self) -> int:
        return self._writer.size

    def show_picture(self, picture: Picture, text: str = "") -> Shown:
        """Write an image, ``text`` laid unseen over it.

        Raises:
            Unreadable: It cannot be shown; nothing of it is in the file.
        """
        return Shown(tuple(pages.place_picture(self._writer, picture, text)), picture.note)

    def show_paper(self, paper: Paper) -> Shown:
        """Write the pages of a client's PDF.

        Raises:
            Broken: It is not whole; parts that were written are referred to by no page.
        """
        return Shown(tuple(pages.place_paper(self._writer, paper)), paper.note)

    def show_fragment(self, pdf: bytes) -> Shown:
        """Write pages we set ourselves; their links to other pages of the packet stay alive."""
        with pikepdf.open(io.BytesIO(pdf)) as source:
            return Shown(tuple(pages.place_fragment(self._writer, source)))

    def bind(self, leaves: Sequence[Leaf], *, title: str, matter: str, seed: bytes) -> str:
        """Write the pages and everything that leads to them; returns the file's SHA-256.

        Args:
            matter: What every page says under the notice, in ASCII.
            seed: What the file's identifier is computed from.

        Raises:
            ValueError: A link leads to an anchor that no leaf has.
        """
        writer = self._writer
        self._check_links(leaves)
        tree, fonts = structure.PageTree(writer), Fonts(writer)
        sheets = {leaf.anchor: sheet for sheet, leaf in enumerate(leaves, 1) if leaf.anchor}
        for sheet, leaf in enumerate(leaves, 1):
            stamp = Stamp(
                sheet, len(leaves), matter, leaf.label, leaf.source, leaf.sha256, leaf.bates
            )
            page = pages.stamped(
                writer, fonts, leaf.drawn, stamp, parent=tree.parent, sheets=sheets
            )
            tree.add(page)
        tree.close()
        places = list(zip(leaves, tree.pages, strict=True))
        root = writer.add(_catalog(writer, tree.root, places))
        info = writer.add(
            b"<</Title %b/Producer %b>>" % (text_string(title), text_string(PRODUCER))
        )
        return writer.close(root=root, info=info, seed=seed)

    def _check_links(self, leaves: Sequence[Leaf]) -> None:
        anchors = [leaf.anchor for leaf in leaves if leaf.anchor]
        if len(anchors) != len(set(anchors)):
            raise ValueError("Two pages answer to the same name.")
        targets = {link.to for leaf in leaves for link in leaf.drawn.links}
        if lost := targets - set(anchors):
            raise ValueError(f"Links lead nowhere: {', '.join(sorted(lost))}.")


def _catalog(writer: PdfWriter, tree: Ref, places: Sequence[tuple[Leaf, Ref]]) -> bytes:
    outline = structure.outline(
        writer,
        [structure.Bookmark(leaf.bookmark, page) for leaf, page in places if leaf.bookmark],
    )
    names = structure.destinations(
        writer, {leaf.anchor: page for leaf, page in places if leaf.anchor}
    )
    labels = structure.page_labels(writer, [leaf.bates for leaf, _ in places])
    return (
        b"<</Type/Catalog/Pages %b/Outlines %b/PageMode/UseOutlines/Names<</Dests %b>>"
        b"/PageLabels %b/Lang(en-US)/ViewerPreferences<</DisplayDocTitle true>>>>"
        % (reference(tree), reference(outline), reference(names), reference(labels))
    )
