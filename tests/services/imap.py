"""A small IMAP server on a socket (RFC 3501): one folder, mails with numbers of their own.

It speaks what a reader needs, CAPABILITY, LOGIN, SELECT, EXAMINE, UID SEARCH, UID FETCH and
LOGOUT, and writes down every command, so that a test sees what was asked and what never was.
"""

from __future__ import annotations

import re
import socketserver
import threading
from contextlib import suppress
from datetime import UTC, datetime

_QUOTED = re.compile(rb'"((?:[^"\\]|\\.)*)"|(\S+)')
_SINCE = re.compile(rb"SINCE (\d{1,2}-[A-Za-z]{3}-\d{4})")
_FROM = re.compile(rb"UID (\d+):\*")
_PART = re.compile(rb"BODY\.PEEK\[\]<(\d+)\.(\d+)>")


class ImapServer:
    """`mails` are (number, came in at, bytes). `breaks_on` closes the connection at a command."""

    def __init__(self, *, password: str = "word") -> None:  # of a test
        self.mails: list[tuple[int, datetime, bytes]] = []
        self.validity = 7
        self.password = password
        self.breaks_on = ""
        self.said: list[str] = []
        server = self

        class Conversation(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                # The reader may be gone by the time it is answered.
                with suppress(OSError):
                    _Talk(server, self).run()

            def finish(self) -> None:
                with suppress(OSError):
                    super().finish()

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation)
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"imap://kim:{self.password}@127.0.0.1:{self.port}/INBOX"

    def put(self, raw: bytes | str, *, at: datetime | None = None) -> int:
        number = self.mails[-1][0] + 1 if self.mails else 1
        data = raw.encode() if isinstance(raw, str) else raw
        data = re.sub(rb"\r?\n", b"\r\n", data)
        self.mails.append((number, at or datetime.now(UTC), data))
        return number

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)


class _Talk:
    """One connection."""

    def __init__(self, server: ImapServer, handler: socketserver.StreamRequestHandler) -> None:
        self._server, self._in, self._out = server, handler.rfile, handler.wfile

    def run(self) -> None:
        self._say(b"* OK ready")
        while line := self._in.readline():
            tag, _space, rest = line.strip().partition(b" ")
            verb = rest.split(b" ")[0].upper()
            if verb == b"UID":
                verb = b" ".join(rest.split(b" ")[:2]).upper()
            self._server.said.append(verb.decode())
            if self._server.breaks_on == verb.decode():
                return
            if not self._answer(tag, verb, rest):
                return

    def _answer(self, tag: bytes, verb: bytes, rest: bytes) -> bool:
        match verb:
            case b"CAPABILITY":
                self._say(b"* CAPABILITY IMAP4rev1", tag + b" OK done")
            case b"LOGIN":
                self._login(tag, rest)
            case b"SELECT" | b"EXAMINE":
                self._select(tag, rest)
            case b"UID SEARCH":
                found = b" ".join(b"%d" % number for number in self._found(rest))
                self._say(b"* SEARCH " + found, tag + b" OK done")
            case b"UID FETCH":
                self._fetch(tag, rest)
            case b"LOGOUT":
                self._say(b"* BYE", tag + b" OK done")
                return False
            case _:
                self._say(tag + b" BAD not here")
        return True

    def _login(self, tag: bytes, rest: bytes) -> None:
        words = [quoted or bare for quoted, bare in _QUOTED.findall(rest)]
        is_right = words[1:] == [b"kim", self._server.password.encode()]
        self._say(tag + (b" OK in" if is_right else b" NO [AUTHENTICATIONFAILED] wrong password"))

    def _select(self, tag: bytes, rest: bytes) -> None:
        words = [quoted or bare for quoted, bare in _QUOTED.findall(rest)]
        if words[1] != b"INBOX":
            self._say(tag + b" NO no such folder")
            return
        self._say(
            b"* %d EXISTS" % len(self._server.mails),
            b"* OK [UIDVALIDITY %d] numbers" % self._server.validity,
            tag + b" OK [READ-ONLY] done",
        )

    def _found(self, rest: bytes) -> list[int]:
        mails = self._server.mails
        if since := _SINCE.search(rest):
            day = datetime.strptime(since.group(1).decode(), "%d-%b-%Y").replace(tzinfo=UTC)
            return [number for number, at, _raw in mails if at >= day]
        start = int(found.group(1)) if (found := _FROM.search(rest)) else 1
        newest = [mails[-1][0]] if mails else []
        # By the standard "9:*" finds the last mail even where it is the fifth.
        return [number for number, _at, _raw in mails if number >= start] or newest

    def _fetch(self, tag: bytes, rest: bytes) -> None:
        wanted = int(rest.split(b" ")[2])
        part = _PART.search(rest)
        for place, (number, _at, raw) in enumerate(self._server.mails, start=1):
            if number == wanted and part is not None:
                start, size = int(part.group(1)), int(part.group(2))
                piece = raw[start : start + size]
                head = b"* %d FETCH (UID %d BODY[]<%d> {%d}\r\n" % (
                    place,
                    number,
                    start,
                    len(piece),
                )
                self._out.write(head + piece + b")\r\n")
        self._say(tag + b" OK done")

    def _say(self, *lines: bytes) -> None:
        for line in lines:
            self._out.write(line + b"\r\n")
