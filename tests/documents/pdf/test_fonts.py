"""The vendored fonts: unchanged, free to ship, and the only ones in use."""

import hashlib
import re
from pathlib import Path

import pytest

from documents.pdf import fonts

FOLDERS = [fonts.FOLDER, fonts.STAMP_FOLDER]


def listed(folder: Path) -> dict[str, str]:
    lines = (folder / "SHA256SUMS").read_text("utf-8").splitlines()
    return {line[66:]: line[:64] for line in lines}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.name))
def test_each_font_and_licence_is_the_one_listed_and_nothing_lies_beside(folder: Path) -> None:
    there = {path.name: path for path in folder.iterdir() if path.name != "SHA256SUMS"}

    assert {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in there.items()
    } == listed(folder)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.name))
def test_every_family_comes_with_its_licence(folder: Path) -> None:
    families = {path.name.partition("-")[0] for path in folder.glob("*.ttf")}

    for family in families:
        licence = (folder / f"{family}.LICENSE.txt").read_text("utf-8")
        assert re.search("SIL Open Font License|Apache License", licence, re.IGNORECASE)


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
