"""A system that is told: a real web server on this machine that answers as it is bidden."""

from __future__ import annotations

import base64
import hashlib
import hmac
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, slots=True)
class Got:
    path: str
    headers: dict[str, str]
    body: bytes

    def is_signed_with(self, secret: str) -> bool:
        """As the specification says it, and apart from our own code for it."""
        key = base64.b64decode(secret.split("_", 1)[1])
        said = b".".join(
            (
                self.headers["webhook-id"].encode(),
                self.headers["webhook-timestamp"].encode(),
                self.body,
            )
        )
        mark = base64.b64encode(hmac.digest(key, said, hashlib.sha256)).decode()
        return self.headers["webhook-signature"] == f"v1,{mark}"


@dataclass
class Receiver:
    url: str
    got: list[Got] = field(default_factory=list)
    status: int = 200
    says: bytes = b"thanks"
    headers: dict[str, str] = field(default_factory=dict)
    # Called before the answer, with a way to write pieces of it by hand.
    first: Callable[[Callable[[bytes], object]], None] = lambda _write: None


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.got.append(Got(self.path, headers, self.rfile.read(length)))
            receiver.first(self.wfile.write)
            self.send_response(receiver.status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(receiver.says)))
            self.end_headers()
            self.wfile.write(receiver.says)

        def log_message(self, *_args: object) -> None:
            """Silent."""

        def handle(self) -> None:
            # Whoever hangs up on us is what some tests are about.
            try:
                super().handle()
            except OSError:
                self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.url = f"http://127.0.0.1:{server.server_port}/hook?from=us"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
