"""What ``./run`` says on a machine where something is missing: one sentence, and what to do.

The program is the real one, copied into a folder of its own. The machine around it is doctored:
a ``PATH`` that holds nothing but what a test puts there, libraries that cannot be loaded, and a
``python3`` that is the one of this run with another version, another user or a full disk.
"""

import ast
import fcntl
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config.embedded.fingerprints import ROOT

MINOR = sys.version_info[1]
PDF_ON_DEBIAN = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
INSTALL_ON_DEBIAN = "apt-get install -y --no-install-recommends"

ROOT_USER = "os.geteuid = lambda: 0"
ORDINARY_USER = "os.geteuid = lambda: 1000"
WITHOUT_VENV = 'sys.modules["ensurepip"] = None'
FULL_DISK = "os.statvfs = lambda _: os.statvfs_result((4096, 4096, 9, 9, 9, 0, 0, 0, 0, 255))"


class Machine:
    """A clone of the project on a system that has a Python and nothing else."""

    def __init__(self, folder: Path) -> None:
        self.clone = folder / "a clone"
        self.programs = folder / "programs"
        self.libraries = folder / "libraries"
        for place in (self.clone, self.programs, self.libraries):
            place.mkdir()
        shutil.copy2(ROOT / "run", self.clone)
        shutil.copytree(ROOT / "requirements", self.clone / "requirements")
        self.has_python(ORDINARY_USER)

    def has(self, program: str, script: str = "") -> None:
        file = self.programs / program
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)

    def has_python(self, *differences: str, name: str = "python3") -> None:
        """Put a Python there that differs from the one of this run by these statements."""
        starts = [
            "import os, runpy, sys",
            *differences,
            "sys.argv = sys.argv[1:]",
            'runpy.run_path(sys.argv[0], run_name="__main__")',
        ]
        real = Path(sys.executable).resolve()
        self.has(name, f"exec '{real}' -c '{'; '.join(starts)}' \"$@\"")

    def lacks_pango(self) -> None:
        (self.libraries / "libpango-1.0.so.0").touch()

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(  # noqa: S603 - our own program
            [self.clone / "run", *arguments],
            cwd="/",
            env={"PATH": str(self.programs), "LD_LIBRARY_PATH": str(self.libraries)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def refusal(self, *arguments: str) -> str:
        """What the program says when it ends without having done what was asked."""
        process = self.start(*arguments)
        _, said = process.communicate()
        assert process.returncode == 1
        assert not (self.clone / ".venv").exists()
        return said.strip()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def version(major: int, minor: int, micro: int) -> str:
    number = f"{major}.{minor}.{micro}"
    return f'sys.version_info, sys.version = ({major}, {minor}, {micro}), "{number} (main)"'


# --- Python -------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [(3, 9, 2), (3, 14, 0)])
def test_another_python_names_those_that_will_do(
    machine: Machine, number: tuple[int, int, int]
) -> None:
    machine.has_python(version(*number))

    assert machine.refusal("demo") == (
        f"Python 3.11, 3.12 or 3.13 is needed; this is {'.'.join(map(str, number))}."
        " Install one of them and start again."
    )


def test_a_python_that_will_do_is_taken_when_there_is_one(machine: Machine) -> None:
    machine.has_python(version(3, 9, 2))
    machine.has_python(name="python3.12")
    process = machine.start("--help")
    said, _ = process.communicate()

    assert process.returncode == 0
    assert "./run demo" in said


def test_an_old_python_can_read_the_program_far_enough_to_refuse() -> None:
    ast.parse((ROOT / "run").read_text(), feature_version=(3, 7))


# --- The system ---------------------------------------------------------------------------


def test_a_python_without_venv_names_the_package_of_its_version(machine: Machine) -> None:
    machine.has_python(ORDINARY_USER, WITHOUT_VENV)
    machine.has("apt-get")

    assert machine.refusal("demo") == (
        "This Python cannot make virtual environments. Run this, then start again:\n\n"
        f'    su -c "apt-get update && {INSTALL_ON_DEBIAN} python3.{MINOR}-venv"'
    )


@pytest.mark.parametrize(
    ("manager", "command"),
    [
        ("apt-get", f"sudo apt-get update && sudo {INSTALL_ON_DEBIAN} {PDF_ON_DEBIAN}"),
        ("dnf", "sudo dnf install -y pango harfbuzz"),
        ("pacman", "sudo pacman -S --noconfirm pango harfbuzz"),
        ("zypper", "sudo zypper install -y libpango-1_0-0 libharfbuzz-subset0"),
        ("brew", "brew install pango"),
    ],
)
def test_without_pango_the_one_command_is_printed(
    machine: Machine, manager: str, command: str
) -> None:
    machine.lacks_pango()
    machine.has(manager)
    machine.has("sudo")

    assert machine.refusal("demo") == (
        f"PDF files need the library Pango. Run this, then start again:\n\n    {command}"
    )


def test_what_is_missing_is_asked_for_at_once(machine: Machine) -> None:
    machine.has_python(ORDINARY_USER, WITHOUT_VENV)
    machine.lacks_pango()
    machine.has("apt-get")
    machine.has("sudo")

    said = machine.refusal("test")

    packages = f"python3.{MINOR}-venv {PDF_ON_DEBIAN} chromium libatomic1"
    assert said.startswith("This Python cannot make virtual environments, and PDF files need")
    assert said.endswith(f"    sudo apt-get update && sudo {INSTALL_ON_DEBIAN} {packages}")


def test_a_system_nobody_knows_is_told_what_it_lacks(machine: Machine) -> None:
    machine.lacks_pango()

    assert machine.refusal("demo") == (
        "PDF files need the library Pango. Install what brings it on this system and start again."
    )


def test_root_on_debian_has_it_installed(machine: Machine, tmp_path: Path) -> None:
    asked, updated = tmp_path / "asked", tmp_path / "updated"
    machine.has_python(ROOT_USER, FULL_DISK)
    machine.lacks_pango()
    machine.has(
        "apt-get",
        f'echo "$@" >> "{asked}"\n'
        f'[ "$1" = update ] && : > "{updated}"\n'
        f'[ -e "{updated}" ]',  # nothing can be installed before the lists are fetched
    )

    assert "nearly full" in machine.refusal("demo")  # it went on to the next step
    install = f"{INSTALL_ON_DEBIAN.removeprefix('apt-get ')} -qq {PDF_ON_DEBIAN}"
    assert asked.read_text().splitlines() == [install, "update -qq", install]


def test_what_debian_says_is_passed_on(machine: Machine) -> None:
    machine.has_python(ROOT_USER)
    machine.lacks_pango()
    machine.has("apt-get", "echo E: no network >&2; exit 100")

    assert machine.refusal("demo") == "“apt-get update -qq” failed:\nE: no network"


# --- The folder ---------------------------------------------------------------------------


def test_a_disk_without_room_for_the_packages_is_named(machine: Machine) -> None:
    machine.has_python(FULL_DISK)

    assert machine.refusal("demo") == (
        f"The disk of {machine.clone} is nearly full: the packages need 1500 MB."
        " Free some space and start again."
    )


def test_two_commands_do_not_set_up_one_folder_at_once(machine: Machine) -> None:
    machine.has_python(FULL_DISK)
    with (machine.clone / "run").open() as program:
        fcntl.flock(program, fcntl.LOCK_EX)
        second = machine.start("demo")
        assert second.stdout
        assert "Waiting for another ./run" in second.stdout.readline()

    _, said = second.communicate()
    assert "nearly full" in said  # it went on when the first had ended
