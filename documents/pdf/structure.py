"""What makes a long PDF navigable: page tree, bookmarks, named destinations, page labels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from documents.pdf.syntax import Ref, literal, reference, references, text_string
from documents.pdf.writer import PdfWriter

_BRANCH = 64


class PageTree:
    """Groups pages by 64, so that a reader reaches any of thousands in few steps."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self.root = writer.reserve()
        self.pages: list[Ref] = []
        self._branches: list[Ref] = []

    @property
    def parent(self) -> Ref:
        """The branch the next page belongs to."""
        if len(self.pages) % _BRANCH == 0 and len(self._branches) * _BRANCH == len(self.pages):
            self._branches.append(self._writer.reserve())
        return self._branches[-1]

    def add(self, page: Ref) -> None:
        self.pages.append(page)

    def close(self) -> None:
        for at, branch in enumerate(self._branches):
            leaves = self.pages[at * _BRANCH : (at + 1) * _BRANCH]
            self._place(branch, leaves, len(leaves), b"/Parent " + reference(self.root))
        self._place(self.root, self._branches, len(self.pages))

    def _place(self, node: Ref, kids: list[Ref], count: int, parent: bytes = b"") -> None:
        self._writer.place(
            node, b"<</Type/Pages%b/Count %d/Kids %b>>" % (parent, count, references(kids))
        )


@dataclass(frozen=True)
class Bookmark:
    title: str
    page: Ref


def outline(writer: PdfWriter, bookmarks: Sequence[Bookmark]) -> Ref:
    """Write one level of bookmarks, in reading order.

    Raises:
        ValueError: There are none.
    """
    if not bookmarks:
        raise ValueError("An outline needs a bookmark.")
    root = writer.reserve()
    nodes = [writer.reserve() for _ in bookmarks]
    for at, (node, bookmark) in enumerate(zip(nodes, bookmarks, strict=True)):
        before = b"/Prev " + reference(nodes[at - 1]) if at else b""
        after = b"/Next " + reference(nodes[at + 1]) if at + 1 < len(nodes) else b""
        writer.place(
            node,
            b"<</Title %b/Parent %b/Dest[%b/Fit]%b%b>>"
            % (
                text_string(bookmark.title),
                reference(root),
                reference(bookmark.page),
                before,
                after,
            ),
        )
    return writer.place(
        root,
        b"<</Type/Outlines/First %b/Last %b/Count %d>>"
        % (reference(nodes[0]), reference(nodes[-1]), len(nodes)),
    )


def destinations(writer: PdfWriter, places: Mapping[str, Ref]) -> Ref:
    """Write the names that links lead to; names are printable ASCII."""
    rows = [
        literal(name) + b"[" + reference(page) + b"/Fit]" for name, page in sorted(places.items())
    ]
    return writer.add(b"<</Names[" + b" ".join(rows) + b"]>>")


def page_labels(writer: PdfWriter, labels: Sequence[str]) -> Ref:
    """Write what a reader calls each page: its Bates number, or its place where it has none."""
    rows = []
    for at, label in enumerate(labels):
        entry = b"<</P " + text_string(label) + b">>" if label else b"<</S/D/St %d>>" % (at + 1)
        if label or at == 0 or labels[at - 1]:
            rows.append(b"%d%b" % (at, entry))
    return writer.add(b"<</Nums[" + b" ".join(rows) + b"]>>")
