"""A name server on a socket: answers from a table, and is silent or broken where told so."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from threading import Thread

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
from dns.rdatatype import RdataType
from dns.resolver import Resolver

Zone = Mapping[str, Mapping[str, list[str]]]


class NameServer(Thread):
    """`zone`: name -> kind of record -> its values. An unknown name does not exist; what ends as
    `silent` gets no answer, and what ends as `broken` only that the server failed."""

    def __init__(self, zone: Zone, *, silent: str = "", broken: str = "") -> None:
        super().__init__(daemon=True)
        self.zone, self.silent, self.broken = zone, silent, broken
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.asked: list[tuple[str, str]] = []

    def resolver(self) -> Resolver:
        resolver = Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], self.port
        resolver.lifetime = resolver.timeout = 0.3
        return resolver

    def run(self) -> None:
        while True:
            wire, client = self.socket.recvfrom(4096)
            if wire == b"stop":
                return
            answer = self._answer(dns.message.from_wire(wire))
            if answer is not None:
                self.socket.sendto(answer.to_wire(), client)

    def stop(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ending:
            ending.sendto(b"stop", ("127.0.0.1", self.port))
        self.join()
        self.socket.close()

    def _answer(self, query: dns.message.Message) -> dns.message.Message | None:
        [question] = query.question
        name = question.name.to_text(omit_final_dot=True)
        kind = RdataType(question.rdtype).name
        self.asked.append((name, kind))
        if self.silent and name.endswith(self.silent):
            return None
        answer = dns.message.make_response(query)
        if self.broken and name.endswith(self.broken):
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif name not in self.zone:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        found = self.zone.get(name, {}).get(kind, [])
        if found:
            answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *found))
        return answer
