"""Checks the sender's domain and those of series with a sender of their own, and keeps the report.

The page Your domain and a task call it. No transaction is open while the DNS is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings

from leads.business import business
from leads.domains import own_resolver
from nurture.models import DomainReport, Sequence
from nurture.watching.dkim import find_key, judge_dkim
from nurture.watching.dmarc import judge_dmarc, read_dmarc
from nurture.watching.finding import Finding, State, from_json
from nurture.watching.hosting import judge_https, judge_replies, judge_reverse, judge_site
from nurture.watching.names import AskedNames, Names, SilentError
from nurture.watching.providers import USUAL_SELECTORS, Provider, provider_of
from nurture.watching.spf import judge_spf, read_spf

AGAIN = timedelta(hours=24)
_SMTP = "django.core.mail.backends.smtp.EmailBackend"
_NOWHERE = ("localhost", "localdomain", "local", "test", "example", "invalid")


@dataclass(frozen=True, slots=True)
class Setup:
    """How mails leave this installation. `host` is '' where a provider's API takes them."""

    provider: Provider | None
    host: str
    site_host: str
    is_https: bool
    reports_to: str


def setup_here() -> Setup:
    is_smtp = settings.EMAIL_BACKEND == _SMTP
    host = str(settings.EMAIL_HOST) if is_smtp else ""
    facts = business()
    return Setup(
        provider=provider_of(str(getattr(settings, "MAIL_PROVIDER", "")), host),
        host=host,
        site_host=urlsplit(settings.SITE_URL).hostname or "",
        is_https=settings.IS_HTTPS,
        reports_to=facts.reply_to or facts.sender_email,
    )


def domains() -> list[str]:
    """Of the business first, then of each series with another sender; real ones only. One query."""
    own = Sequence.objects.exclude(sender_email="").order_by("pk")
    found = [business().sender_email, *own.values_list("sender_email", flat=True)]
    named = (address.rpartition("@")[2].lower().strip(".") for address in found)
    return list(dict.fromkeys(each for each in named if is_real(each)))


def is_real(domain: str) -> bool:
    """Whether anybody could write into its DNS."""
    return "." in domain and domain.rpartition(".")[2] not in _NOWHERE


def judge(names: Names, domain: str, *, setup: Setup, selector: str = "") -> list[Finding]:
    """Every finding, whatever the DNS says or does not say."""
    domain = domain.encode("idna").decode()
    looks: dict[str, Callable[[], Finding]] = {
        "spf": lambda: _spf(names, domain, setup),
        "dkim": lambda: _dkim(names, domain, setup, selector),
        "dmarc": lambda: judge_dmarc(
            *read_dmarc(names, domain), domain=domain, reports_to=setup.reports_to
        ),
        "replies": lambda: judge_replies(
            names.mail_servers(domain), names.addresses(domain), domain=domain
        ),
    }
    if setup.host and setup.provider is None:
        looks["reverse"] = lambda: judge_reverse(
            names, names.addresses(setup.host), host=setup.host
        )
    found = [_heard(topic, look) for topic, look in looks.items()]
    return [
        *found[:3],
        _aligned(found, setup),
        *found[3:],
        judge_site(site_host=setup.site_host, domain=domain),
        judge_https(is_https=setup.is_https),
    ]


def check_domain(*, domain: str, resolver_names: Names, selector: str, now: datetime) -> None:
    """Asks, and keeps what was found. Takes some seconds where the DNS is slow."""
    found = judge(resolver_names, domain, setup=setup_here(), selector=selector)
    DomainReport.objects.update_or_create(
        domain=domain[:254],
        defaults={"findings": [each.to_json() for each in found], "checked_at": now},
    )


def check_due_domains(*, now: datetime) -> int:
    """Those whose report is a day old or missing; how many were asked for. The others are gone."""
    resolver = own_resolver()
    if resolver is None:
        return 0
    wanted = domains()
    DomainReport.objects.exclude(domain__in=wanted).delete()
    fresh = DomainReport.objects.filter(checked_at__gt=now - AGAIN)
    due = [each for each in wanted if each not in set(fresh.values_list("domain", flat=True))]
    for domain in due:
        check_domain(
            domain=domain,
            resolver_names=AskedNames(resolver),
            selector=selector_of(DomainReport.objects.filter(domain=domain).first()),
            now=now,
        )
    return len(due)


def check_now(*, domain: str, selector: str, now: datetime) -> bool:
    """False where this machine knows no name server to ask."""
    resolver = own_resolver()
    if resolver is None:
        return False
    check_domain(domain=domain, resolver_names=AskedNames(resolver), selector=selector, now=now)
    return True


def findings_of(report: DomainReport | None) -> list[Finding]:
    rows = report.findings if report is not None and isinstance(report.findings, list) else []
    read = (from_json(row) for row in rows if isinstance(row, dict))
    return [each for each in read if each is not None]


def selector_of(report: DomainReport | None) -> str:
    """What the operator said their key is called; '' where nobody said it."""
    dkim = next((each for each in findings_of(report) if each.topic == "dkim"), None)
    return dkim.facts.get("asked", "") if dkim is not None else ""


def _spf(names: Names, domain: str, setup: Setup) -> Finding:
    addresses = names.addresses(setup.host) if setup.host else []
    return judge_spf(
        read_spf(names, domain),
        domain=domain,
        provider=setup.provider,
        addresses=addresses,
        is_api=not setup.host,
    )


def _dkim(names: Names, domain: str, setup: Setup, selector: str) -> Finding:
    known = setup.provider.selectors if setup.provider else ()
    tried = (selector,) if selector else tuple(dict.fromkeys((*known, *USUAL_SELECTORS)))
    return judge_dkim(*find_key(names, domain, tried), domain=domain, asked=selector)


def _heard(topic: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except SilentError:
        return Finding(topic, "silent", State.HINT)


def _aligned(found: list[Finding], setup: Setup) -> Finding:
    """DMARC counts what carries the domain in From: our envelope does, and so does our key."""
    states = {each.topic: each.state for each in found}
    silent = {each.topic for each in found if each.verdict == "silent"}
    has_spf = bool(setup.host) and states["spf"] is State.GOOD
    has_dkim = states["dkim"] is not State.MISSING and "dkim" not in silent
    if has_dkim:
        return Finding("aligned", "aligned_good", State.GOOD)
    if has_spf:
        return Finding("aligned", "aligned_spf", State.HINT)
    if silent & {"spf", "dkim"}:
        return Finding("aligned", "silent", State.HINT)
    return Finding("aligned", "aligned_none", State.MISSING)
