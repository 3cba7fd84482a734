"""What ``./run`` hands over to once the packages are there."""

import argparse
import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from config.embedded.demo import DATABASE, Demo, environment, manage
from config.embedded.fingerprints import ROOT
from config.embedded.places import Unusable
from config.embedded.processes import stop_leftovers
from config.embedded.servers import STOP_ORDER, Servers
from config.embedded.template import Template, hold_a_free_folder

DEFAULT_PORT = 8000
LAST_PORT = 65535
STOP_WITHIN_S = 60
AS_OWNER = {"migrate"}


def port(text: str) -> int:
    """A port that a program may listen on."""
    if not text.isdecimal() or not 1 <= int(text) <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"choose a number from 1 to {LAST_PORT}")
    return int(text)


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run")
    commands = parser.add_subparsers(required=True)

    demo = commands.add_parser("demo")
    demo.add_argument("--port", type=port, default=DEFAULT_PORT)
    demo.add_argument("--reset", action="store_true", help="delete everything and start over")
    demo.set_defaults(act=run_demo)

    for name, act in (("manage", run_manage), ("bench", run_bench)):
        command = commands.add_parser(name)
        command.add_argument("arguments", nargs=argparse.REMAINDER)
        command.set_defaults(act=act)

    commands.add_parser("deploy-check").set_defaults(act=run_deploy_check)
    commands.add_parser("stop").set_defaults(act=run_stop)
    for command in commands.choices.values():
        command.add_argument("--state", type=Path, default=ROOT / "var" / "demo")

    given = parser.parse_args()
    try:
        status: int = given.act(given)
    except (Unusable, OSError) as error:
        print(in_one_sentence(error, given.state), file=sys.stderr)
        return 1
    return status


def in_one_sentence(error: Unusable | OSError, state: Path) -> str:
    """What stood in the way; a full disk by its name, whichever program met it first.

    Raises:
        OSError: When it is another one, which nobody has words for.
    """
    if os.strerror(errno.ENOSPC) in str(error):
        return (
            f"A disk is full, that of {state} or of {ROOT}."
            " Free some space, or choose another folder with --state."
        )
    if isinstance(error, OSError):
        raise error
    return str(error)


def run_demo(given: argparse.Namespace) -> int:
    started = float(os.environ.get("REDRESS_RUN_STARTED", time.time()))
    return Demo(given.state, port=given.port, started=started).run(reset=given.reset)


def run_manage(given: argparse.Namespace) -> int:
    """Run a management command of the demo site, starting its servers when they are not up."""
    role = "app_owner" if AS_OWNER.intersection(given.arguments[:1]) else "app_web"
    with servers_up(Servers(given.state)) as servers:
        env = environment(servers, DEFAULT_PORT, role=role)
        return wait_for([sys.executable, "manage.py", *given.arguments], env)


def run_bench(given: argparse.Namespace) -> int:
    """Run a benchmark on servers and a database of its own, made anew."""
    found = sorted(
        file.stem for file in (ROOT / "benchmarks").glob("*.py") if "__main__" in file.read_text()
    )
    if given.arguments[:1] == [] or given.arguments[0] not in found:
        print(f"Usage: ./run bench NAME …   There are: {', '.join(found) or 'none'}")
        return 2
    servers = Servers(ROOT / "var" / "bench")
    with servers_up(servers):
        servers.postgres.sql(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        make_database(servers)
        name, *arguments = given.arguments
        env = environment(servers, DEFAULT_PORT)
        return wait_for([sys.executable, "-m", f"benchmarks.{name}", *arguments], env)


def run_deploy_check(_given: argparse.Namespace) -> int:
    """Ask Django, and our own rules, whether a production set-up would be sound."""
    servers = hold_a_free_folder(throw_away=False)
    with servers_up(servers), TemporaryDirectory() as state:
        template = Template(servers)
        template.build()
        template.clone(DATABASE)
        production = environment(servers, DEFAULT_PORT) | {
            "DEMO": "off",
            "SITE_URL": "https://redress.example.org",
            "ALLOWED_HOSTS": "redress.example.org",
            "TRUSTED_PROXY_COUNT": "1",
            "STATE_DIR": state,
        }
        manage("make_keys", env=production)
        check = ["check", "--deploy", "--database", "default", "--fail-level", "WARNING"]
        return wait_for([sys.executable, "manage.py", *check], production)


def run_stop(given: argparse.Namespace) -> int:
    servers = Servers(given.state)
    holder = servers.holder()
    if holder is None:
        left = stop_leftovers(servers.state, STOP_ORDER)
        print(f"Stopped: {', '.join(left)}." if left else "Nothing was running.")
        return 0
    os.kill(holder, signal.SIGTERM)
    until = time.monotonic() + STOP_WITHIN_S
    while servers.holder() is not None:
        if time.monotonic() > until:
            raise Unusable(f"Process {holder} does not stop.")
        time.sleep(0.1)
    print("Stopped.")
    return 0


@contextmanager
def servers_up(servers: Servers) -> Iterator[Servers]:
    """The servers of a folder: those of another command that holds it, or our own meanwhile."""
    if servers.held is None and not servers.hold():
        yield servers
        return
    try:
        servers.start()
        servers.postgres.make_roles(DATABASE)
        yield servers
    finally:
        servers.stop()
        servers.release()


def make_database(servers: Servers) -> None:
    servers.postgres.make_roles(DATABASE)
    owner = environment(servers, DEFAULT_PORT, role="app_owner")
    manage("migrate", "-v0", env=owner)
    manage("make_keys", env=owner)


def wait_for(argv: list[str], env: dict[str, str]) -> int:
    """Run a command in the foreground; Ctrl-C is its business, not ours."""
    signal.signal(signal.SIGINT, lambda *_: None)
    return subprocess.call(argv, cwd=ROOT, env=env)


if __name__ == "__main__":
    sys.exit(main())
