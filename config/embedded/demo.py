"""The whole site on one machine, from an empty folder to an address, until it is told to stop."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

from config.embedded.fingerprints import MIGRATIONS, ROOT, STATIC_FILES, fingerprint, is_done
from config.embedded.places import Unusable, empty
from config.embedded.processes import Child, stop_leftovers
from config.embedded.programs import beat_program, web_program, worker_program
from config.embedded.servers import STOP_ORDER, Servers

DATABASE = "redress"
COLLECTED = ROOT / "staticfiles" / "collected"
READY_WITHIN_S = 120
WATCH_EVERY_S = 0.2
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """A signal asked the supervisor to stop."""


class Demo:
    """Supervisor of one demo: starts everything in order and stops it in the opposite one.

    Args:
        state: The folder of everything that is kept between two starts.
        port: Where the web server listens on the loopback address.
        started: When the command was given, in seconds since the epoch.
    """

    def __init__(self, state: Path, *, port: int, started: float) -> None:
        self.servers = Servers(state)
        self.state = self.servers.state
        self.port = port
        self.url = f"http://127.0.0.1:{port}/"
        self.started = started
        self.children: list[Child] = []

    def run(self, *, reset: bool) -> int:
        """Bring the site up, keep it up, and take it down again; returns the exit status.

        Raises:
            Unusable: Something on this machine stands in the way.
        """
        for number in SIGNALS:
            signal.signal(number, stop_asked)
        try:
            self.bring_up(reset=reset)
            return self.keep_watch()
        except Stopped:
            self.say("Stopping")
            return 0
        finally:
            for number in SIGNALS:
                signal.signal(number, signal.SIG_IGN)
            for child in reversed(self.children):
                child.stop()
            self.servers.stop()
            self.servers.release()

    def bring_up(self, *, reset: bool) -> None:
        if not self.servers.hold():
            raise Unusable(
                f"A demo already runs in {self.state}. Stop it with “./run stop”,"
                " or choose another folder with --state and another --port."
            )
        refuse_a_taken_port(self.port)
        if reset:
            self.forget_everything()
        if self.servers.start():
            self.say("Stopped what a killed demo had left running")
        self.say("PostgreSQL and Valkey are running")
        self.prepare_database()
        self.collect_static_files()
        self.load_demo_firm()
        self.start_programs()
        print(f"Ready in {time.time() - self.started:.0f} s: {self.url}")
        print(f"Sign in as a demo person: {self.url}demo/   Stop: Ctrl-C", flush=True)

    def forget_everything(self) -> None:
        stop_leftovers(self.state, STOP_ORDER)
        self.servers.places.remove()
        self.servers = Servers(self.state, held=self.servers.held)
        self.say("Everything from before is deleted")

    # --- Steps ----------------------------------------------------------------------------

    def prepare_database(self) -> None:
        """Make the roles and bring the tables up to date, when the migrations changed."""
        self.forget_a_half_loaded_firm()
        mark, wanted = self.state / "migrated", fingerprint(MIGRATIONS)
        if is_done(mark, wanted):
            return
        self.servers.postgres.make_roles(DATABASE)
        self.manage("migrate", "-v0", role="app_owner")
        mark.write_text(wanted)
        self.say("The database is up to date")

    def collect_static_files(self) -> None:
        wanted = fingerprint(STATIC_FILES)
        if is_done(COLLECTED, wanted):
            return
        self.manage("collectstatic", "--noinput", "--clear", "-v0")
        COLLECTED.parent.mkdir(exist_ok=True)
        COLLECTED.write_text(wanted)
        self.say("Styles and scripts are collected")

    def load_demo_firm(self) -> None:
        """Make the keys and the demo firm, once."""
        if not (self.state / "site" / "keys").exists():
            self.manage("make_keys")
        if self.loaded.exists() or not any(ROOT.glob("*/management/commands/load_demo.py")):
            return
        self.begun.touch()
        self.manage("load_demo")
        self.loaded.touch()
        self.begun.unlink()
        self.say("The demo firm and its matters are loaded")

    @property
    def begun(self) -> Path:
        return self.state / "demo-begun"

    @property
    def loaded(self) -> Path:
        return self.state / "demo-loaded"

    def forget_a_half_loaded_firm(self) -> None:
        """Start anew when loading was cut off: nobody can have worked in it yet."""
        if not self.begun.exists():
            return
        self.servers.postgres.sql(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        empty(self.state / "site")
        for mark in (self.state / "migrated", self.begun):
            mark.unlink(missing_ok=True)

    def start_programs(self) -> None:
        worker = self.start("worker", worker_program(), at_death=signal.SIGQUIT, grace_s=15)
        self.start("beat", beat_program(self.state / "beat-schedule"))
        web = self.start("web", web_program(self.port))
        until = time.monotonic() + READY_WITHIN_S
        while not (" ready." in worker.said() and self.answers()):
            for child in (worker, web):
                child.refuse_if_gone()
            if time.monotonic() > until:
                raise Unusable(f"The site does not answer; its logs are in {self.state}/logs.")
            time.sleep(0.05)
        self.say("Web server, worker and clock are running")

    def start(
        self,
        name: str,
        arguments: Sequence[str],
        *,
        at_death: signal.Signals = signal.SIGTERM,
        grace_s: float = 10,
    ) -> Child:
        child = Child(
            name,
            [sys.executable, "-m", *arguments],
            state=self.state,
            env=environment(self.servers, self.port),
            cwd=ROOT,
            death_signal=at_death,
            grace_s=grace_s,
        )
        self.children.append(child)
        return child

    def manage(self, *arguments: str, role: str = "app_web") -> None:
        manage(*arguments, env=environment(self.servers, self.port, role=role))

    def answers(self) -> bool:
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            wire.request("GET", "/healthz")
            return wire.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            wire.close()

    # --- Watching -------------------------------------------------------------------------

    def keep_watch(self) -> int:
        """Wait until a program ends by itself, which ends the others too."""
        servers = [self.servers.postgres.child, self.servers.valkey.child]
        watched = [child for child in [*servers, *self.children] if child]
        while all(child.running for child in watched):
            time.sleep(WATCH_EVERY_S)
        for child in watched:
            if not child.running:
                self.say(f"{child.name} ended by itself, see {child.log}; stopping the others")
        return 1

    def say(self, sentence: str) -> None:
        print(f"{time.time() - self.started:6.1f} s  {sentence}", flush=True)


def environment(servers: Servers, port: int, *, role: str = "app_web") -> dict[str, str]:
    """The demo site's environment; the role decides what the database allows."""
    made = servers.environment(role=role, database=DATABASE, site_url=f"http://127.0.0.1:{port}")
    programs = servers.postgres.binary("psql").parent
    return made | {"DEMO": "on", "PATH": f"{programs}{os.pathsep}{made.get('PATH', os.defpath)}"}


def manage(*arguments: str, env: Mapping[str, str]) -> None:
    """Run a management command; its words are shown only when it fails."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Unusable(f"“manage.py {' '.join(arguments)}” failed:\n{done.stdout.strip()}")


def stop_asked(number: int, _frame: FrameType | None) -> None:
    raise Stopped(number)


def refuse_a_taken_port(port: int) -> None:
    """Raise ``Unusable``, naming a free port, when another program listens on this one."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    raise Unusable(
        f"Port {port} is used by another program or not allowed. Choose another:"
        f" ./run demo --port {free}"
    )
