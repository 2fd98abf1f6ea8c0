"""Whether a domain takes mail, asked of the DNS: by the worker, never while a visitor waits.

An answer is a flag for sales, never a refusal; no answer is no verdict, and is asked for again.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from dns.exception import DNSException
from dns.rdatatype import RdataType
from dns.rdtypes.ANY.MX import MX
from dns.resolver import NXDOMAIN, NoAnswer, NoResolverConfiguration, Resolver

from leads.models import EmailAddress

LIFETIME_SECONDS = 3.0
# Offline, or its name server is away: asked again at this distance, and no longer than that.
ASK_AGAIN = timedelta(hours=6)
ASK_NO_LONGER = timedelta(days=3)
# So many domains without an answer, one after the other: it is we who are offline.
_SILENCE = 3


def own_resolver() -> Resolver | None:
    """The machine's own name servers; None where it has none."""
    try:
        resolver = Resolver()
    except NoResolverConfiguration:
        return None
    resolver.lifetime = LIFETIME_SECONDS
    return resolver


def takes_mail(domain: str, resolver: Resolver) -> bool | None:
    """By RFC 5321: its MX records, else its own address. A lone MX of "." says no (RFC 7505),
    and so does a domain that does not exist. None: nobody answered in time."""
    try:
        return _has_mail_server(domain, resolver)
    except NXDOMAIN:
        return False
    except NoAnswer:
        return _has_own_address(domain, resolver)
    except DNSException:
        return None


def check_domains(*, resolver: Resolver, limit: int, now: datetime) -> int:
    """Asks for the domains of at most `limit` addresses, each domain once; how many addresses
    have been looked at. No transaction is open while the network is asked."""
    by_domain = defaultdict[str, list[int]](list)
    for pk, normalised in _unchecked(now).values_list("pk", "normalised")[:limit]:
        by_domain[normalised.rpartition("@")[2]].append(pk)
    looked_at = silent = 0
    for domain, ids in by_domain.items():
        answer = takes_mail(domain, resolver)
        looked_at += EmailAddress.objects.filter(pk__in=ids).update(
            takes_mail=answer, checked_at=now
        )
        silent = silent + 1 if answer is None else 0
        if silent == _SILENCE:
            break
    return looked_at


def _unchecked(now: datetime) -> QuerySet[EmailAddress]:
    again = Q(takes_mail=None, checked_at__lte=now - ASK_AGAIN, created_at__gt=now - ASK_NO_LONGER)
    return EmailAddress.objects.filter(Q(checked_at=None) | again).order_by("created_at", "pk")


def _has_mail_server(domain: str, resolver: Resolver) -> bool:
    servers = [each for each in resolver.resolve(domain, RdataType.MX) if isinstance(each, MX)]
    return any(str(each.exchange) != "." for each in servers)


def _has_own_address(domain: str, resolver: Resolver) -> bool | None:
    for kind in (RdataType.A, RdataType.AAAA):
        try:
            resolver.resolve(domain, kind)
        except NXDOMAIN:
            return False
        except NoAnswer:
            continue
        except DNSException:
            return None
        return True
    return False
