"""Rules of the house that no linter knows."""

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Q

from config.embedded.fingerprints import ROOT

APPS = ("accounts", "cases", "config", "documents", "evidence", "intake")
VAGUE = {
    "base", "common", "constants", "core", "helper", "helpers", "manager", "managers", "misc",
    "selectors", "services", "signals", "util", "utils",
}  # fmt: skip
# What belongs to a machine, a mirror or a day of work, and not to the product; written so that
# this file is held to it too.
FOREIGN = re.compile(
    r"(?<![\w.}])/(root|work|Users)/\w|index[-]url|https?://\S*(pypi|npm)"
    r"|\b(TO[D]O|FIX[M]E|X{3})\b|coming\ssoon|lorem\sipsum|\bissue\s#?\d",
    re.IGNORECASE,
)
TEXTS = {".py", ".html", ".css", ".md", ".sql", ".toml", ".txt", ".yml", ".yaml", ".csv", ".conf"}
ELSEWHERE = {".git", ".venv", "var", "staticfiles", "vendor", "node_modules"}
SKIPPING = {"skip", "skipif", "skipUnless", "skipIf", "xfail", "importorskip"}
REPLACING = {"setattr", "delattr", "patch"}
# Outside systems may be replaced at their border; these are the borders.
BORDERS: set[str] = set()


def files(*suffixes: str) -> Iterator[Path]:
    """Our own files; folders of running programs, which change underfoot, are not entered."""
    for folder, inner, names in os.walk(ROOT):
        inner[:] = [name for name in inner if name not in ELSEWHERE]
        yield from (Path(folder, name) for name in names if Path(name).suffix in suffixes)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


MODULES = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


# --- Names --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_named_after_what_it_does(path: Path) -> None:
    assert path.stem not in VAGUE


def test_the_project_speaks_of_itself_alone() -> None:
    found = [
        f"{name_of(path)}:{number}: {match.group()}"
        for path in [*files(*TEXTS), ROOT / "run", ROOT / ".env.example"]
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if (match := FOREIGN.search(line))
    ]

    assert found == []


# --- Data ---------------------------------------------------------------------------------


OUR_MODELS = [
    model
    for model in apps.get_models()
    if model.__module__.split(".")[0] in APPS and not hasattr(model, "pgh_tracked_model")
]


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_data_we_query_is_in_columns(model: type[models.Model]) -> None:
    assert not [
        field.name for field in model._meta.get_fields() if isinstance(field, models.JSONField)
    ]


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_a_reference_reads_well_from_both_sides(model: type[models.Model]) -> None:
    unnamed = [
        field.name
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and field.remote_field.related_name is None
    ]

    assert unnamed == []


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_the_database_holds_every_column_to_its_choices(model: type[models.Model]) -> None:
    held = [
        condition
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint) and isinstance(constraint.condition, Q)
        for condition in constraint.condition.children
    ]
    wanted = [
        (f"{field.name}__in", [*filter(None, dict(field.choices)), *([""] if field.blank else [])])
        for field in model._meta.concrete_fields
        if field.choices
    ]

    assert [condition for condition in wanted if condition not in held] == []


# --- Tests --------------------------------------------------------------------------------


def attributes(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Each ``owner.attribute`` that is called or named, as far as both are plain names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = node.value
            last = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            yield last, node.attr


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", TESTS, ids=name_of)
def test_nothing_of_ours_is_replaced_and_nothing_is_left_out(path: Path) -> None:
    tree = ast.parse(path.read_text())
    used = list(attributes(tree))

    assert not [name for name in imported(tree) if "mock" in name]
    assert not [name for _, name in used if name in SKIPPING]
    if name_of(path) not in BORDERS:
        assert not [
            f"{owner}.{name}"
            for owner, name in used
            if owner == "monkeypatch" and name in REPLACING
        ]


# --- Days ---------------------------------------------------------------------------------

# A moment lies in UTC, where for hours it is another day than on its reader's calendar.
DAY_IN_UTC = re.compile(r"\b(\w+_)?at(\.date\(\)|:%)(?!.*\bUTC\b)")


def test_the_day_of_a_moment_is_its_readers() -> None:
    assert [name_of(path) for path in MODULES if DAY_IN_UTC.search(path.read_text())] == []


# --- Mail ---------------------------------------------------------------------------------


def test_mail_leaves_through_one_module() -> None:
    senders = {
        name_of(path)
        for path in MODULES
        for name in imported(ast.parse(path.read_text()))
        if name.startswith(("django.core.mail", "smtplib"))
    }

    assert senders <= {"accounts/mail.py"}


# --- Templates ----------------------------------------------------------------------------

# Inside a tag: an inline style, or a handler such as onclick.
INLINE = re.compile(
    r"<style\b|<script(?![^>]*\bsrc=)[^>]*>|<[a-z][^>]*\s(style|on[a-z]+)\s*=", re.IGNORECASE
)
# Papers are laid out with styles of their own and never reach a browser.
PAPER = re.compile(r"documents/(paper|pdf|packet/pdf|letter/pdf)")


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_page_holds_no_inline_style_or_script(path: Path) -> None:
    if not PAPER.search(name_of(path)):
        assert INLINE.search(path.read_text()) is None
