"""
A publisher on this machine: serves the files of a folder over HTTP, and misbehaves where a test asks for it.
"""

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

Answer = Callable[["Handler"], None]

# No test waits for longer than this, whatever goes wrong.
LONGEST_STALL = 5.0
BLOCK = bytes(1 << 16)


class Handler(BaseHTTPRequestHandler):
    """
    Answer one request from the folder of :class:`LocalUpstream`, or as a test said.
    """

    server: "LocalUpstream"

    def do_GET(self) -> None:
        path = self.path.lstrip("/")
        self.server.asked.append((path, dict(self.headers)))
        try:
            self.server.answers.get(path, Handler.serve_file)(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def serve_file(self) -> None:
        file = self.server.folder / self.path.lstrip("/")
        if not file.is_file():
            self.send(404, b"404: Not Found")
            return
        body = file.read_bytes()
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if self.headers.get("If-None-Match") == etag:
            self.send_response(304)
            self.end_headers()
            return
        self.send(200, body, ETag=etag)

    def send(self, status: int, body: bytes, **headers: str) -> None:
        """
        Send a whole answer; *headers* replace those that would be sent.
        """
        self.send_response(status)
        for name, value in ({"Content_Length": str(len(body))} | headers).items():
            if value:
                self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)
        self.server.sent += len(body)

    def log_message(self, *_: object) -> None:
        pass


class LocalUpstream(ThreadingHTTPServer):
    """
    A server on a free port of the loopback address.

    ``answers`` maps a path to what answers it instead of its file; ``asked`` lists the requests; ``sent``
    counts the bytes of bodies.
    """

    daemon_threads = True

    def __init__(self, folder: Path):
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder = folder
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.sent = 0
        self.is_over = threading.Event()

    @property
    def base(self) -> str:
        """
        The address to fetch from.
        """
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def serving(folder: Path) -> Iterator[LocalUpstream]:
    """
    Serve *folder* until the block ends.
    """
    server = LocalUpstream(folder)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.is_over.set()
        server.shutdown()
        server.server_close()
        thread.join(LONGEST_STALL)


def status(code: int) -> Answer:
    """
    Answer with a status and a line of text.
    """
    return lambda handler: handler.send(code, b"no\n")


def body(content: bytes, **headers: str) -> Answer:
    """
    Answer 200 with *content*.
    """
    return lambda handler: handler.send(200, content, **headers)


def after(failures: int, code: int) -> Answer:
    """
    Answer *code* a few times, then the file.
    """
    left = [code] * failures
    return lambda handler: handler.send(left.pop(), b"wait\n") if left else handler.serve_file()


def redirect(where: str) -> Answer:
    """
    Send the client to another path.
    """
    return lambda handler: handler.send(302, b"", Location=where)


def stalled(handler: Handler) -> None:
    """
    Send the beginning, then nothing more.
    """
    handler.send(200, b"[{", Content_Length="1000")
    handler.wfile.flush()
    handler.server.is_over.wait(LONGEST_STALL)


def dripping(handler: Handler) -> None:
    """
    Send a byte now and then, never silent and never done.
    """
    handler.send(200, b"[{", Content_Length="1000000")
    for _ in range(100):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        if handler.server.is_over.wait(0.05):
            return


def truncated(content: bytes) -> Answer:
    """
    Announce all of *content* and send half of it.
    """

    def answer(handler: Handler) -> None:
        handler.send(200, content[: len(content) // 2], Content_Length=str(len(content)))
        handler.close_connection = True

    return answer


def endless(announced: int | None, blocks: int = 16384) -> Answer:
    """
    Send zeros, 1 GiB of them, with or without saying so beforehand.
    """

    def answer(handler: Handler) -> None:
        handler.send(200, b"", Content_Length=str(announced or ""))
        for _ in range(blocks):
            handler.wfile.write(BLOCK)
            handler.server.sent += len(BLOCK)

    return answer
