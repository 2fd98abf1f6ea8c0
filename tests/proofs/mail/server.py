"""A mail server in a process of its own that writes down what it took and can be stopped midway.

Run by parts.Post. On standard output: its port, then `at <stage> <pid>` where it stands still.
On standard input: `stop <stage>` stands still at the next such moment, `go keep|lose` goes on,
`drop <stage>` closes the next connection there. A mail is taken when its line
stands in the log, before the client hears of it: time, to, subject, id and pid, with tabs between.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import sys
import time
from collections.abc import Callable

# mail: handed over, the server knows it; data: the text comes; dot: all of it is here, nothing
# is kept yet; kept: it is taken, and the answer has not been given.
STAGES = ("mail", "data", "dot", "kept")
_PID = re.compile(r"pid-(\d+)\.test")


class Script:
    """What the proof asked for next; it is met by the first connection that comes there."""

    def __init__(self) -> None:
        self.stop_at = self.drop_at = ""
        self.keeps = True
        self.go = asyncio.Event()

    def hear(self, line: str) -> bool:
        word, _, more = line.strip().partition(" ")
        if word == "stop":
            self.stop_at = more
        elif word == "drop":
            self.drop_at = more
        elif word == "go":
            self.keeps = more != "lose"
            self.go.set()
        return bool(line)

    async def meet(self, stage: str, pid: int) -> bool:
        """Whether the mail is still to be kept. Raises ConnectionError for a drop."""
        if self.drop_at == stage:
            self.drop_at = ""
            print(f"dropped {stage} {pid}", flush=True)
            raise ConnectionError
        if self.stop_at != stage:
            return True
        self.stop_at = ""
        self.go.clear()
        print(f"at {stage} {pid}", flush=True)
        await self.go.wait()
        return self.keeps


class Conversation:
    def __init__(
        self,
        script: Script,
        log: int,
        wait: Callable[[], float],
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self._script, self._log, self._wait = script, log, wait
        self._reader, self._writer = reader, writer
        self._pid, self._to = 0, ""

    async def run(self) -> None:
        try:
            await self._say("220 mail.test ESMTP")
            while line := (await self._reader.readline()).decode("utf-8", "replace"):
                if not await self._answer(line.strip()):
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self._writer.close()

    async def _say(self, text: str) -> None:
        self._writer.write(text.encode() + b"\r\n")
        await self._writer.drain()

    async def _answer(self, line: str) -> bool:
        verb = line.upper()
        if verb.startswith(("EHLO", "HELO")):
            found = _PID.search(line)
            self._pid = int(found.group(1)) if found else 0
            await self._say("250-mail.test\r\n250-8BITMIME\r\n250 SMTPUTF8")
        elif verb.startswith("MAIL"):
            await self._script.meet("mail", self._pid)
            await self._say("250 ok")
        elif verb.startswith("RCPT"):
            self._to = line.partition("<")[2].partition(">")[0]
            await self._say("250 ok")
        elif verb == "DATA":
            await self._take()
        else:
            await self._say("221 bye" if verb == "QUIT" else "250 ok")
        return verb != "QUIT"

    async def _take(self) -> None:
        await self._say("354 go on")
        await self._script.meet("data", self._pid)
        raw = await self._reader.readuntil(b"\r\n.\r\n")
        keeps = await self._script.meet("dot", self._pid)
        if seconds := self._wait():
            await asyncio.sleep(seconds)
        if not keeps:
            raise ConnectionError
        self._write_down(raw)
        await self._script.meet("kept", self._pid)
        await self._say("250 2.0.0 taken")

    def _write_down(self, raw: bytes) -> None:
        head = raw.partition(b"\r\n\r\n")[0].decode("utf-8", "replace")
        named = dict(re.findall(r"(?im)^(subject|message-id):[ ]*(.*?)\r?$", head))
        found = {key.lower(): value for key, value in named.items()}
        parts = (found.get("subject", ""), found.get("message-id", ""), str(self._pid))
        line = "\t".join((f"{time.time():.6f}", self._to, *parts))
        os.write(self._log, f"{line}\n".encode())


async def serve(path: str, least: float, most: float) -> None:
    script = Script()
    log = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    chance = random.Random(1)

    def wait() -> float:
        return chance.uniform(least, most)

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await Conversation(script, log, wait, reader, writer).run()

    server = await asyncio.start_server(meet, "127.0.0.1", 0, limit=16 * 1024 * 1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    heard = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(heard), sys.stdin
    )
    # Without its proof it has nothing to do.
    while script.hear((await heard.readline()).decode()):
        pass
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], float(sys.argv[2]), float(sys.argv[3])))
