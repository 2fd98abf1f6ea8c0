"""Somebody else's site: pages of another origin, which put a funnel into themselves."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PLAIN = {"Content-Type": "text/html; charset=utf-8"}
PAGE = """<!DOCTYPE html>
<html lang="en" dir="{direction}"><head><meta charset="utf-8"><title>A page of others</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><h1>Our studio</h1><p>Words before it. <a href="{site}/f/money-habits/">The quiz</a></p>
{code}
<p id="after">Words after it.</p></body></html>"""


class Host:
    """Its pages by path, with their headers; served as localhost, which is another site than
    127.0.0.1."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.pages: dict[str, tuple[str, Mapping[str, str]]] = {}

    def put(
        self, code: str, *, site: str, path: str = "/", direction: str = "ltr", **headers: str
    ) -> str:
        """Its address. `headers` by name with underscores for dashes."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        html = PAGE.format(code=code.replace("SITE", site), site=site, direction=direction)
        self.pages[path] = (html, PLAIN | more)
        return self.origin + path


@contextmanager
def hosting() -> Iterator[Host]:
    host = Host("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            html, headers = host.pages.get(self.path.partition("?")[0], ("", PLAIN))
            self.send_response(200 if html else 404)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_said: object, **_more: object) -> None:
            """Nothing: a test's output is its own."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    host.origin = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
