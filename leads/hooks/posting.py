"""One post to another system: to the judged address, once, within one deadline.

Standard library, for no client lets us say which address a name stands for, end a whole exchange
at a moment, and read no more than so much at the same time.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from threading import Timer

from django.utils.translation import gettext as _

from leads.hooks.targets import Resolve, Target, TargetError, check_target

_MOST_READ = 64 * 1024
_FAULTS = (OSError, http.client.HTTPException, ValueError)


class PostError(Exception):
    """No answer came; its text is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`text` is what was read of the answer, at most 64 KB."""

    status: int
    text: str

    @property
    def is_ok(self) -> bool:
        return 200 <= self.status < 300  # what HTTP calls a success


def post(
    url: str,
    *,
    body: bytes,
    headers: Mapping[str, str],
    timeout: float,
    named: Collection[str] | None = None,
    resolve: Resolve | None = None,
) -> Answer:
    """Posts once; `timeout` is of the whole exchange, in seconds, asking the DNS aside. No
    redirect is followed, no proxy of the environment used. `named`, `resolve`: check_target().

    Raises PostError: refused, away, too slow, not to be trusted, or not to be called at all.
    """
    try:
        target = check_target(url, named=named, resolve=resolve)
    except TargetError as error:
        raise PostError(str(error)) from None
    connection = _Judged(target, timeout)
    # Each read has its own time limit only: an answer that drips could hold the worker for hours.
    end = Timer(timeout, connection.cut)
    end.daemon = True
    end.start()
    try:
        connection.request("POST", target.path, body=body, headers=dict(headers))
        answer = connection.getresponse()
        text = answer.read(_MOST_READ).decode("utf-8", "replace")
    except ssl.SSLCertVerificationError:
        raise PostError(_("Its certificate cannot be trusted.")) from None
    except _FAULTS as error:
        raise PostError(_sentence(error, is_late=connection.is_cut)) from None
    finally:
        end.cancel()
        connection.close()
    return Answer(answer.status, text)


class _Judged(http.client.HTTPConnection):
    """A connection to the address that was judged, under the name that was asked for."""

    def __init__(self, target: Target, timeout: float) -> None:
        super().__init__(target.host_header, timeout=timeout)
        self.target = target
        self.is_cut = False

    def connect(self) -> None:
        self.sock = self._reached()
        if self.target.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.target.host)

    def _reached(self) -> socket.socket:
        fault: OSError | None = None
        for address in self.target.addresses:
            try:
                return socket.create_connection((address, self.target.port), self.timeout)
            except OSError as error:
                fault = error
            if self.is_cut:
                break
        raise fault or OSError("no address")

    def cut(self) -> None:
        """Ends whatever is waited for."""
        self.is_cut = True
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def _sentence(error: Exception, *, is_late: bool) -> str:
    if is_late or isinstance(error, TimeoutError):
        return _("It did not answer in time.")
    if isinstance(error, ConnectionRefusedError):
        return _("Nobody answers at this address.")
    if isinstance(error, ssl.SSLError):
        return _("No safe connection came about.")
    return _("The connection broke off.")
