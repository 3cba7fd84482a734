"""The program that starts a child of its own for every untrusted file.

Run by `evidence.jail` as a process of its own, never imported by it, and kept as long as its
owner lives. It loads each program of the jail once and forks for each file, so a child knows what
was loaded and the two pipes of its one file. It reads no file itself: requests come from our own
code alone, on a socket that no child keeps.
"""

import gc
import os
import socket
import sys
from contextlib import suppress
from importlib import import_module
from types import ModuleType

LONGEST_REQUEST = 1024
STANDARD_INPUT, STANDARD_OUTPUT = 0, 1


def serve(requests: socket.socket) -> None:
    """Answer each request with a handle on the child, until the owner is gone.

    A request names a program and a kind of file, and carries the pipe the file comes from and the
    pipe the answer goes to. The program confines itself before it reads the first byte.
    """
    while True:
        request, pipes, _, _ = socket.recv_fds(requests, LONGEST_REQUEST, 2)
        _bury_the_dead()
        if not request:
            return
        name, media_type = request.decode().split()
        program = import_module(name)
        gc.freeze()  # what is loaded stays shared between all children
        child = os.fork()
        if child == 0:
            _read_one(program, media_type, pipes)
        handle = os.pidfd_open(child)
        socket.send_fds(requests, [b"1"], [handle])
        for ours in (handle, *pipes):
            os.close(ours)


def _read_one(program: ModuleType, media_type: str, pipes: list[int]) -> None:
    """Be the child: put the pipes where the socket was, read the file, end."""
    for pipe, place in zip(pipes, (STANDARD_INPUT, STANDARD_OUTPUT), strict=True):
        os.dup2(pipe, place)
        os.close(pipe)
    status = 1
    with suppress(Exception):
        program.run(media_type)
        sys.stdout.flush()
        status = 0
    os._exit(status)


def _bury_the_dead() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


if __name__ == "__main__":
    serve(socket.socket(fileno=STANDARD_INPUT))
