"""Domains asked for at a real name server on this machine."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta
from threading import Thread

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest
from dns.rdatatype import RdataType
from dns.resolver import Resolver
from pytest_django import Settings

from leads import tasks
from leads.domains import check_domains, takes_mail
from leads.models import EmailAddress
from tests.leads.factories import NOW, make_address

# What the name server knows; a domain it does not know does not exist.
ZONE = {
    "takes.example": {RdataType.MX: ["10 mx.takes.example."]},
    "bare.example": {RdataType.A: ["192.0.2.1"]},
    "bare6.example": {RdataType.AAAA: ["2001:db8::1"]},
    "null.example": {RdataType.MX: ["0 ."], RdataType.A: ["192.0.2.1"]},
    "empty.example": {RdataType.TXT: ['"nothing"']},
    "broken.example": {},
    "silent.example": {},
}


class NameServer(Thread):
    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.asked: list[str] = []

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
        self.asked.append(name)
        if name == "silent.example":
            return None
        answer = dns.message.make_response(query)
        if name == "broken.example":
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif name not in ZONE:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        found = ZONE.get(name, {}).get(RdataType(question.rdtype), [])
        if found:
            kind = RdataType(question.rdtype).name
            answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *found))
        return answer


@pytest.fixture
def server() -> Iterator[NameServer]:
    server = NameServer()
    server.start()
    yield server
    server.stop()


def resolver_of(server: NameServer) -> Resolver:
    resolver = Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], server.port
    resolver.lifetime = resolver.timeout = 0.3
    return resolver


@pytest.mark.parametrize(
    ("domain", "answer"),
    [
        ("takes.example", True),
        ("bare.example", True),
        ("bare6.example", True),
        ("null.example", False),
        ("empty.example", False),
        ("missing.example", False),
        ("broken.example", None),
        ("silent.example", None),
    ],
)
def test_takes_mail_by_the_records_of_the_domain(
    server: NameServer, domain: str, answer: bool | None
) -> None:
    assert takes_mail(domain, resolver_of(server)) is answer


@pytest.mark.django_db
def test_check_domains_asks_for_each_domain_once_and_again_only_where_nobody_answered(
    server: NameServer,
) -> None:
    for text in ("a@takes.example", "b@takes.example", "a@missing.example", "a@silent.example"):
        make_address(text=text)
    resolver = resolver_of(server)
    assert check_domains(resolver=resolver, limit=50, now=NOW) == 4
    rows = EmailAddress.objects.order_by("pk").values_list("takes_mail", "checked_at")
    assert list(rows) == [(True, NOW), (True, NOW), (False, NOW), (None, NOW)]
    assert server.asked.count("takes.example") == 1

    found = [
        check_domains(resolver=resolver, limit=50, now=NOW + later)
        for later in (timedelta(hours=1), timedelta(hours=7), timedelta(days=4))
    ]
    assert found == [0, 1, 0]


@pytest.mark.django_db
def test_check_domains_stops_where_nobody_answers_at_all(server: NameServer) -> None:
    for number in range(6):
        make_address(text=f"a@broken{number}.example")
    server.asked.clear()
    resolver = resolver_of(server)
    resolver.port = 9
    assert check_domains(resolver=resolver, limit=50, now=NOW) == 3


@pytest.mark.django_db
@pytest.mark.parametrize(("is_on", "takes"), [(True, True), (False, None)])
def test_check_addresses_asks_only_where_the_operator_lets_it(
    server: NameServer,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    is_on: bool,
    takes: bool | None,
) -> None:
    address = make_address(text="a@takes.example")
    settings.CHECK_DOMAINS = is_on
    monkeypatch.setattr(tasks, "own_resolver", lambda: resolver_of(server))
    tasks.check_addresses()
    address.refresh_from_db()
    assert address.takes_mail is takes
