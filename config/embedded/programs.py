"""The three programs a running site consists of, as arguments of ``python -m``.

The containers of ``docker-compose.yml`` run the same ones.
"""

from pathlib import Path

QUEUES = "default,inspect,build"
# Enough that slow uploads cannot keep everybody else waiting.
REQUEST_THREADS = 400


def web_program(port: int, *, host: str = "127.0.0.1") -> list[str]:
    return [
        "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", "1", "--blocking-threads", str(REQUEST_THREADS),
        "--no-ws", "--log-level", "warning", "--no-access-log", "config.wsgi:application",
    ]  # fmt: skip


def worker_program() -> list[str]:
    return [
        "celery", "-A", "config", "worker", "-l", "info", "-Q", QUEUES, "-c", "2",
        "--without-mingle", "--without-gossip", "-n", "worker@%h",
    ]  # fmt: skip


def beat_program(schedule: Path) -> list[str]:
    """``schedule`` is where beat remembers what it sent last."""
    return ["celery", "-A", "config", "beat", "-l", "info", "-s", str(schedule), "--pidfile="]
