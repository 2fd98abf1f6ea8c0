from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurture.watching.dkim import find_key, judge_dkim, tags_of
from nurture.watching.dmarc import house_of, judge_dmarc, read_dmarc
from nurture.watching.finding import Record, State
from tests.nurture.watching.table import Table, rsa_key

DOMAIN = "lark.de"
ED = base64.b64encode(b"k" * 32).decode()


@pytest.mark.parametrize(
    ("text", "verdict", "state"),
    [
        (f"v=DKIM1; k=rsa; p={rsa_key(2048)}", "dkim_good", State.GOOD),
        (f"p={rsa_key(4096)}", "dkim_good", State.GOOD),
        (f"v=DKIM1; p={rsa_key(2048, is_bare=True)}", "dkim_good", State.GOOD),
        (f"v=DKIM1; k=rsa; p={rsa_key(1024)}", "dkim_weak", State.HINT),
        (f"v=DKIM1; k=rsa; p={rsa_key(768)}", "dkim_short", State.MISSING),
        (f"v=DKIM1; k=ed25519; p={ED}", "dkim_good_ed25519", State.GOOD),
        (f"v=DKIM1; k=ed25519; p={ED[:20]}", "dkim_unreadable", State.MISSING),
        ("v=DKIM1; k=rsa; p=", "dkim_revoked", State.MISSING),
        ("v=DKIM1; k=rsa; p=not a key", "dkim_unreadable", State.MISSING),
        (f"v=DKIM1; k=rsa; p={rsa_key(2048)[:40]}", "dkim_unreadable", State.MISSING),
        (f"v=DKIM2; p={rsa_key(2048)}", "dkim_unreadable", State.MISSING),
    ],
)
def test_dkim_reads_the_key(text: str, verdict: str, state: State) -> None:
    found = judge_dkim("mail", text, domain=DOMAIN, asked="")
    assert (found.verdict, found.state) == (verdict, state)


def test_dkim_finds_the_first_key_among_the_usual_names() -> None:
    names = Table(
        txt={
            "s1._domainkey.lark.de": ["some text"],
            "s2._domainkey.lark.de": ["v=DKIM1; p=abc"],
        }
    )
    assert find_key(names, DOMAIN, ["s1", "s2", "s3"]) == ("s2", "v=DKIM1; p=abc")
    assert find_key(names, DOMAIN, ["s1", "s3"]) == ("", "")


@pytest.mark.parametrize(
    ("asked", "verdict", "name"),
    [("", "dkim_none", "mail"), ("acme", "dkim_not_there", "acme")],
)
def test_dkim_without_a_key_says_where_it_belongs(asked: str, verdict: str, name: str) -> None:
    found = judge_dkim("", "", domain=DOMAIN, asked=asked)
    record = Record("TXT", f"{name}._domainkey.lark.de", "v=DKIM1; k=rsa; p=")
    assert (found.verdict, found.record) == (verdict, record)


@given(st.binary(max_size=80))
def test_dkim_reads_whatever_stands_there(raw: bytes) -> None:
    text = base64.b64encode(raw).decode()
    for kind in ("rsa", "ed25519", "x"):
        judge_dkim("s", f"v=DKIM1; k={kind}; p={text}", domain=DOMAIN, asked="")


@given(st.text(max_size=80))
def test_tags_read_any_text(text: str) -> None:
    assert all(name == name.lower() for name in tags_of(text))


@pytest.mark.parametrize(
    ("records", "verdict", "state", "paste"),
    [
        ([], "dmarc_none", State.MISSING, "v=DMARC1; p=none; rua=mailto:kim@lark.de"),
        (
            ["v=DMARC1; p=none", "v=DMARC1; p=reject"],
            "dmarc_several",
            State.MISSING,
            "v=DMARC1; p=none; rua=mailto:kim@lark.de",
        ),
        (
            ["v=DMARC1; rua=mailto:x@y.de"],
            "dmarc_broken",
            State.MISSING,
            "v=DMARC1; p=none; rua=mailto:kim@lark.de",
        ),
        (
            ["v=DMARC1; p=reject"],
            "dmarc_unheard",
            State.HINT,
            "v=DMARC1; p=reject; rua=mailto:kim@lark.de",
        ),
        (
            ["v=DMARC1;p=none;rua=mailto:x@y.de"],
            "dmarc_watching",
            State.HINT,
            "v=DMARC1; p=quarantine; rua=mailto:x@y.de",
        ),
        (["v=DMARC1; p=Reject; rua=mailto:x@y.de"], "dmarc_good", State.GOOD, None),
    ],
)
def test_dmarc_says_how_it_stands_and_the_next_step(
    records: list[str], verdict: str, state: State, paste: str | None
) -> None:
    place, read = read_dmarc(Table(txt={"_dmarc.lark.de": [*records, "else"]}), DOMAIN)
    found = judge_dmarc(place, read, domain=DOMAIN, reports_to="kim@lark.de")
    record = None if paste is None else Record("TXT", "_dmarc.lark.de", paste)
    assert (found.verdict, found.state, found.record) == (verdict, state, record)


def test_dmarc_of_the_house_holds_for_its_subdomains() -> None:
    names = Table(txt={"_dmarc.lark.de": ["v=DMARC1; p=reject; sp=none; rua=mailto:x@y.de"]})
    place, read = read_dmarc(names, "news.lark.de")
    found = judge_dmarc(place, read, domain="news.lark.de", reports_to="kim@lark.de")
    assert (place, found.verdict) == ("lark.de", "dmarc_watching")


@pytest.mark.parametrize(
    ("domain", "house"),
    [
        ("mail.example.com", "example.com"),
        ("a.b.example.co.uk", "example.co.uk"),
        ("example.co.uk", "example.co.uk"),
        ("co.uk", "co.uk"),
        ("news.lark.de", "lark.de"),
        ("localhost", "localhost"),
    ],
)
def test_house_is_what_somebody_registered(domain: str, house: str) -> None:
    assert house_of(domain) == house
