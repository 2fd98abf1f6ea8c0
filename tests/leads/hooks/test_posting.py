from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from leads.hooks.posting import Answer, PostError, post
from tests.leads.hooks.receiver import Receiver, receiving

NAMED = ["127.0.0.1"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def send(url: str, timeout: float = 5.0, **more: object) -> Answer:
    known = {"named": NAMED, **more}
    return post(url, body=b"{}", headers={"X-Own": "1"}, timeout=timeout, **known)  # type: ignore[arg-type]


def test_post_arrives_whole_and_brings_the_answer(receiver: Receiver) -> None:
    receiver.says = "ja, 0 €".encode()
    assert send(receiver.url) == Answer(200, "ja, 0 €")
    (got,) = receiver.got
    assert (got.path, got.body, got.headers["x-own"]) == ("/hook?from=us", b"{}", "1")
    assert got.headers["host"] == receiver.url.split("/")[2]


def test_a_redirect_is_an_answer_and_is_not_followed(receiver: Receiver) -> None:
    receiver.status, receiver.headers = 302, {"Location": receiver.url}
    assert send(receiver.url).status == 302
    assert len(receiver.got) == 1


def test_a_name_is_called_at_the_address_that_was_judged(receiver: Receiver) -> None:
    """A second question to the DNS could be answered with an inner address."""
    asked: list[str] = []

    def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    url = receiver.url.replace("127.0.0.1", "crm.internal")
    assert send(url, named=["crm.internal"], resolve=rebinding).status == 200
    assert asked == ["crm.internal"]
    assert receiver.got[0].headers["host"].startswith("crm.internal:")


def test_an_inner_address_is_not_called(receiver: Receiver) -> None:
    with pytest.raises(PostError, match=r"Only https is called"):
        send(receiver.url, named=[])
    assert receiver.got == []


def _drip(write: Callable[[bytes], object]) -> None:
    for _ in range(200):
        write(b"H")
        time.sleep(0.05)


@pytest.mark.parametrize("first", [lambda _write: time.sleep(3), _drip], ids=["silent", "drips"])
def test_a_slow_answer_ends_at_the_deadline(
    receiver: Receiver, first: Callable[[Callable[[bytes], object]], None]
) -> None:
    receiver.first = first
    began = time.monotonic()
    with pytest.raises(PostError, match=r"^It did not answer in time\.$"):
        send(receiver.url, timeout=0.4)
    assert time.monotonic() - began < 2.5


def test_a_huge_answer_is_read_to_its_limit(receiver: Receiver) -> None:
    receiver.says = b"x" * 3_000_000
    assert send(receiver.url) == Answer(200, "x" * 65_536)


def test_who_is_away_and_who_speaks_something_else_is_said(receiver: Receiver) -> None:
    with receiving() as gone:
        url = gone.url
    with pytest.raises(PostError, match=r"^Nobody answers at this address\.$"):
        send(url)
    with pytest.raises(PostError, match=r"^No safe connection came about\.$"):
        send(receiver.url.replace("http:", "https:"))
    receiver.first = lambda write: write(b"SSH-2.0-x\r\n\r\n")  # type: ignore[assignment]
    with pytest.raises(PostError, match=r"^The connection broke off\.$"):
        send(receiver.url)
