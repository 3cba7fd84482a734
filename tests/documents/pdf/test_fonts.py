"""The vendored fonts: unchanged, free to ship, and the only ones in use."""

import hashlib
from pathlib import Path

import pytest

from documents.pdf import fonts

LISTED = {line[66:]: line[:64] for line in (fonts.FOLDER / "SHA256SUMS").read_text().splitlines()}


@pytest.mark.parametrize("name", sorted(LISTED))
def test_each_font_and_licence_is_the_one_listed(name: str) -> None:
    assert hashlib.sha256((fonts.FOLDER / name).read_bytes()).hexdigest() == LISTED[name]


def test_nothing_lies_beside_them_and_every_family_has_its_licence() -> None:
    there = {path.name for path in fonts.FOLDER.iterdir()}
    families = {name.partition("-")[0] for name in there if name.endswith(".ttf")}

    assert there == {*LISTED, "SHA256SUMS"}
    assert all("SIL Open Font License" in licence(family) for family in families)


def licence(family: str) -> str:
    return (fonts.FOLDER / f"{family}.LICENSE.txt").read_text("utf-8")


def test_the_configuration_names_only_our_folder(tmp_path: Path) -> None:
    folder = tmp_path / "state with space & sign"

    fonts.use_only_ours(folder)
    fonts.use_only_ours(folder)

    text = (folder / "fonts.conf").read_text("utf-8")
    assert text.count("<dir>") == 1
    assert f"<dir>{fonts.FOLDER}</dir>" in text
    assert "state with space &amp; sign/cache" in text


def test_measures_are_those_of_the_font() -> None:
    face = fonts.face(fonts.REGULAR)

    assert face.width("", 10) == 0
    assert face.width("iii", 10) < face.width("MMM", 10)
    assert face.data == fonts.face(fonts.REGULAR).data
