from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurture.watching.finding import Record, State
from nurture.watching.providers import PROVIDERS, provider_of
from nurture.watching.spf import SpfSeen, judge_spf, read_spf
from tests.nurture.watching.table import Table

DOMAIN = "lark.de"
SENDGRID = PROVIDERS["sendgrid"]
NETWORK = {"sendgrid.net": ["v=spf1 ip4:167.89.0.0/17 ~all"]}


def judged(
    *records: str, txt: dict[str, list[str]] | None = None, api: bool = False
) -> tuple[str, State, Record | None]:
    names = Table(txt={DOMAIN: list(records), **NETWORK, **(txt or {})})
    seen = read_spf(names, DOMAIN)
    found = judge_spf(seen, domain=DOMAIN, provider=SENDGRID, addresses=[], is_api=api)
    return found.verdict, found.state, found.record


@pytest.mark.parametrize(
    ("records", "verdict", "state", "paste"),
    [
        (["v=spf1 include:sendgrid.net ~all"], "spf_good", State.GOOD, None),
        (["V=SPF1 include:sendgrid.net -all"], "spf_good", State.GOOD, None),
        (["other", "v=spf10 x"], "spf_none", State.MISSING, "v=spf1 include:sendgrid.net ~all"),
        (
            ["v=spf1 mx -all", "v=spf1 include:sendgrid.net ~all"],
            "spf_several",
            State.MISSING,
            "v=spf1 mx include:sendgrid.net ~all",
        ),
        (["v=spf1 mx -all"], "spf_stranger", State.MISSING, "v=spf1 mx include:sendgrid.net ~all"),
        (
            ["v=spf1 include:sendgrid.net +all"],
            "spf_open",
            State.MISSING,
            "v=spf1 include:sendgrid.net ~all",
        ),
        (
            ["v=spf1 include:sendgrid.net ?all"],
            "spf_open",
            State.HINT,
            "v=spf1 include:sendgrid.net ~all",
        ),
        (["v=spf1 include:gone.example include:sendgrid.net ~all"], "spf_broken", "missing", None),
    ],
)
def test_spf_says_how_it_stands_and_what_to_paste(
    records: list[str], verdict: str, state: State, paste: str | None
) -> None:
    record = None if paste is None else Record("TXT", DOMAIN, paste)
    assert judged(*records) == (verdict, state, record)


def test_spf_of_a_provider_with_an_api_is_a_hint() -> None:
    assert judged("v=spf1 mx -all", api=True)[:2] == ("spf_stranger", State.HINT)


def test_spf_counts_lookups_through_its_includes() -> None:
    inner = "v=spf1 a:one.example a:two.example mx exists:three.example ~all"
    six = {"big.example": [inner]}
    fine = "v=spf1 include:big.example a mx include:sendgrid.net a:x.example ~all"
    assert read_spf(Table(txt={DOMAIN: [fine], **six, **NETWORK}), DOMAIN).lookups == 9
    assert judged(fine, txt=six)[0] == "spf_good"
    much = fine.replace("~all", "a:y.example a:z.example ~all")
    assert judged(much, txt=six) == ("spf_many", State.MISSING, None)


def test_spf_that_includes_itself_comes_to_an_end() -> None:
    assert judged("v=spf1 include:lark.de include:lark.de ~all")[0] == "spf_many"


def test_spf_follows_a_redirect() -> None:
    txt = {"house.example": ["v=spf1 include:sendgrid.net -all"]}
    assert judged("v=spf1 redirect=house.example", txt=txt)[0] == "spf_good"


@pytest.mark.parametrize(
    ("term", "is_named"),
    [
        ("ip4:203.0.113.7", True),
        ("ip4:203.0.113.0/24", True),
        ("ip4:203.0.113.8", False),
        ("a", True),
        ("a:mail.lark.de", True),
        ("a:mail.lark.de/24", True),
        ("mx", True),
        ("a:web.lark.de", False),
        ("-ip4:203.0.113.7", False),
        ("ip6:2001:db8::/32", True),
        ("exists:%{i}.lark.de", False),
    ],
)
def test_spf_names_the_server_by_its_address(term: str, is_named: bool) -> None:
    names = Table(
        txt={DOMAIN: [f"v=spf1 {term} -all"]},
        a={
            DOMAIN: ["203.0.113.7"],
            "mail.lark.de": ["203.0.113.7"],
            "web.lark.de": ["203.0.113.9"],
        },
        mx={DOMAIN: ["mail.lark.de"]},
    )
    address = "2001:db8::5" if term.startswith("ip6") else "203.0.113.7"
    assert read_spf(names, DOMAIN).names_address(address) is is_named


def test_spf_without_anything_to_compare_is_a_hint() -> None:
    seen = SpfSeen(records=["v=spf1 mx -all"], ending="-all")
    found = judge_spf(seen, domain=DOMAIN, provider=None, addresses=["10.0.0.4"], is_api=False)
    assert (found.verdict, found.state) == ("spf_unseen", State.HINT)


@given(st.text(max_size=120))
def test_spf_reads_whatever_stands_there(text: str) -> None:
    names = Table(txt={DOMAIN: [f"v=spf1 {text}"]})
    judge_spf(read_spf(names, DOMAIN), domain=DOMAIN, provider=None, addresses=[], is_api=False)


@pytest.mark.parametrize(
    ("key", "host", "name"),
    [
        ("sendgrid", "", "SendGrid"),
        ("", "smtp.sendgrid.net", "SendGrid"),
        ("", "smtp.office365.com", "Microsoft 365"),
        ("", "email-smtp.eu-west-1.amazonaws.com", "Amazon SES"),
        ("", "notsendgrid.net", None),
        ("", "", None),
    ],
)
def test_provider_is_known_by_its_key_or_its_server(key: str, host: str, name: str | None) -> None:
    found = provider_of(key, host)
    assert (found.name if found else None) == name
