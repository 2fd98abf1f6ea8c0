from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from string import Formatter

import pytest
from pytest_django import Settings

from leads.models import Business
from nurture import tasks
from nurture.models import DomainReport, Sequence
from nurture.watching import domain, domain_words
from nurture.watching.bulk import bulk_rules
from nurture.watching.domain import Setup, check_due_domains, domains, findings_of, judge
from nurture.watching.domain_words import cure_of, said_of, title_of
from nurture.watching.finding import Finding, Record, State, from_json
from nurture.watching.names import AskedNames
from tests.leads.factories import NOW
from tests.nurture.watching.table import Table, rsa_key
from tests.services.names import NameServer

HOST = "93.184.216.34"
SETUP = Setup(None, "smtp.host.de", "quiz.lark.de", True, "kim@lark.de")
GOOD = Table(
    txt={
        "lark.de": [f"v=spf1 ip4:{HOST} -all"],
        "mail._domainkey.lark.de": [f"v=DKIM1; k=rsa; p={rsa_key(2048)}"],
        "_dmarc.lark.de": ["v=DMARC1; p=reject; rua=mailto:kim@lark.de"],
    },
    a={"smtp.host.de": [HOST]},
    mx={"lark.de": ["mx.lark.de"]},
    ptr={HOST: ["smtp.host.de"]},
)


def verdicts(names: Table, setup: Setup = SETUP, selector: str = "") -> dict[str, str]:
    found = judge(names, "lark.de", setup=setup, selector=selector)
    return {each.topic: each.verdict for each in found}


def test_a_domain_in_order_is_good_in_everything() -> None:
    found = judge(GOOD, "lark.de", setup=SETUP)
    assert {each.state for each in found} == {State.GOOD}
    assert [each.topic for each in found] == [
        *("spf", "dkim", "dmarc", "aligned", "replies", "reverse", "site", "https")
    ]


def test_an_empty_domain_says_what_to_do_about_everything() -> None:
    setup = replace(SETUP, site_host="other.de", is_https=False)
    found = judge(Table(), "lark.de", setup=setup)
    assert all(said_of(each) and cure_of(each) and title_of(each) for each in found)
    assert {each.topic: each.verdict for each in found} == {
        "spf": "spf_none",
        "dkim": "dkim_none",
        "dmarc": "dmarc_none",
        "aligned": "aligned_none",
        "replies": "replies_none",
        "reverse": "reverse_hidden",
        "site": "site_other",
        "https": "https_none",
    }


@pytest.mark.parametrize(
    ("change", "topic", "verdict"),
    [
        ({"mx": {"lark.de": [""]}}, "replies", "replies_refused"),
        ({"mx": {}, "a": {**GOOD.a, "lark.de": [HOST]}}, "replies", "replies_bare"),
        ({"ptr": {}}, "reverse", "reverse_none"),
        ({"ptr": {HOST: ["elsewhere.de"]}}, "reverse", "reverse_astray"),
        ({"a": {"smtp.host.de": ["10.0.0.4"]}}, "reverse", "reverse_hidden"),
        ({"silent": frozenset({"lark.de"})}, "spf", "silent"),
        ({"silent": frozenset({"_dmarc.lark.de"})}, "dmarc", "silent"),
    ],
)
def test_a_change_is_found(change: dict[str, object], topic: str, verdict: str) -> None:
    assert verdicts(replace(GOOD, **change))[topic] == verdict  # type: ignore[arg-type]  # by name


def test_a_key_is_looked_for_under_the_name_the_operator_gave() -> None:
    assert verdicts(GOOD, selector="acme")["dkim"] == "dkim_not_there"
    assert verdicts(GOOD, selector="mail")["dkim"] == "dkim_good"


def test_every_verdict_has_words_that_its_facts_fill() -> None:
    for said, cure in domain_words._WORDS.values():
        assert str(said)
        assert not list(Formatter().parse(str(cure).replace("%(", "{")))[1:]


def test_findings_are_kept_as_they_were() -> None:
    first = Finding("spf", "spf_none", State.MISSING, {"a": "b"}, Record("TXT", "x.de", "v=spf1"))
    assert from_json(first.to_json()) == first
    assert from_json({"state": "strange"}) is None
    assert said_of(Finding("x", "of an older release", State.GOOD, {"a": "b"})) == ""


def test_rules_of_the_big_ones_are_met_missed_or_unknown() -> None:
    found = judge(replace(GOOD, ptr={}), "lark.de", setup=SETUP)
    rules = bulk_rules(found, is_encrypted=None, complaints=(4, 1000))
    assert [each.is_met for each in rules] == [True, True, True, True, False, None, True, False]
    assert bulk_rules([], is_encrypted=True, complaints=(0, 0))[-1].is_met is None


@pytest.fixture
def name_server() -> Iterator[NameServer]:
    zone = {
        "lark.de": {"TXT": ['"v=spf1 ip4:93.184.216.34" " -all"'], "MX": ["10 mx.lark.de."]},
        "_dmarc.lark.de": {"TXT": ['"v=DMARC1; p=none; rua=mailto:kim@lark.de"']},
        "null.de": {"MX": ["0 ."]},
        "34.216.184.93.in-addr.arpa": {"PTR": ["smtp.host.de."]},
        "smtp.host.de": {"A": [HOST], "AAAA": ["2001:db8::1"]},
    }
    server = NameServer(zone, silent="silent.de")
    server.start()
    yield server
    server.stop()


def test_a_real_name_server_is_asked_each_thing_once(name_server: NameServer) -> None:
    names = AskedNames(name_server.resolver())
    for _ in range(2):
        assert names.texts("lark.de") == ["v=spf1 ip4:93.184.216.34 -all"]
        assert names.mail_servers("lark.de") == ["mx.lark.de"]
        assert names.mail_servers("null.de") == [""]
        assert names.addresses("smtp.host.de") == [HOST, "2001:db8::1"]
        assert names.names_of(HOST) == ["smtp.host.de"]
        assert names.texts("missing.de") == []
    assert len(name_server.asked) == len(set(name_server.asked))


@pytest.mark.django_db
def test_due_domains_are_asked_once_a_day_and_old_ones_forgotten(
    name_server: NameServer, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr(domain, "own_resolver", name_server.resolver)
    Business.objects.create(name="L", sender_name="K", sender_email="kim@lark.de")
    Sequence.objects.create(key="a", name="A", sender_email="kim@news.silent.de")
    Sequence.objects.create(key="b", name="B", sender_email="kim@localhost")
    DomainReport.objects.create(domain="former.de", checked_at=NOW)
    assert domains() == ["lark.de", "news.silent.de"]

    asked = [check_due_domains(now=NOW + timedelta(hours=hours)) for hours in (0, 1, 23, 24)]

    assert asked == [2, 0, 0, 2]
    first, second = DomainReport.objects.order_by("domain")
    assert (first.domain, first.checked_at) == ("lark.de", NOW + timedelta(hours=24))
    assert findings_of(first)[2].verdict == "dmarc_watching"
    assert {each.verdict for each in findings_of(second)} >= {"silent"}
    settings.CHECK_DOMAINS = True
    tasks.check_sender_domains()
    assert set(DomainReport.objects.values_list("domain", flat=True)) == set(domains())
