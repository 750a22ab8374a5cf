"""
The guard: the parent of a kernel whose client is another process, such as papermill's own command.
"""

import select
import socket
import sys
from multiprocessing.connection import Connection

from threefronts.engine.warmfork.drawer import drop_line
from threefronts.engine.warmfork.guarded import INTERRUPT
from threefronts.engine.warmfork.kernel import serve
from threefronts.engine.warmfork.processes import Child
from threefronts.engine.warmfork.terms import Conditions


def fork_kernel(connection: socket.socket, conditions: Conditions, *unneeded: object) -> Child:
    """
    Fork a kernel that serves *connection*, and close it here.

    Args:
        connection: The kernel's end.
        conditions: What it runs under.
        unneeded: What it closes, beside what is this process's own.
    """

    def run() -> None:
        for thing in unneeded:
            thing.close()
        serve(connection, conditions)

    child = Child(run)
    connection.close()
    drop_line()
    return child


def guard(client: Connection, connection: socket.socket) -> None:
    """
    Fork a kernel, do to it what *client* says, and tell how it ended; without client it ends at once.
    """
    child = fork_kernel(connection, client.recv())
    try:
        while child.wait(0) is None:
            ready, _, _ = select.select([client, child], [], [])
            if client in ready:
                word, patience = client.recv()
                if word == INTERRUPT:
                    child.interrupt()
                else:
                    child.end(patience)
        client.send(child.wait())
    except (EOFError, OSError):
        sys.exit(1)
    finally:
        child.end()
