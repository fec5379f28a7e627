"""The desk on this machine's own address, for as long as the command runs."""

import socket
from collections.abc import Callable

import uvicorn

from parley.desk.app import make_desk
from parley.desk.guard import Guard
from parley.errors import OutputError
from parley.record import Record


def serve_desk(record: Record, port: int, announce: Callable[[str], None], agreements: tuple[str, ...] = ()) -> None:
    """Serve a record on 127.0.0.1 until Ctrl-C.

    Args:
        record: open.
        port: on which to serve; 0 takes a free one.
        announce: is told the address that opens the desk, once, when it is ready.
        agreements: files of the user's own, for which there are boards too.

    Raises:
        OutputError: the port is taken.
        InputError: a file is no agreement.
        KeyboardInterrupt: Ctrl-C.
    """
    # Named as TCP, or asyncio leaves Nagle's delay on: 40 ms for every answer of several parts.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("127.0.0.1", port))
            listening.listen()
        except OSError as error:
            remedy = "Choose another with --port, or leave it out."
            raise OutputError(f"the port cannot be used ({error.strerror})", where=str(port), remedy=remedy) from error
        guard = Guard(make_desk(record, agreements), listening.getsockname()[1])
        config = uvicorn.Config(
            guard,
            log_level="error",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            lifespan="off",
            ws="none",
            http="h11",
            loop="asyncio",
        )
        announce(guard.opening)
        uvicorn.Server(config).run(sockets=[listening])
