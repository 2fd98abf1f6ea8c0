"""The desk's pages, asked for by a salesperson; the middle of many times, few beside many."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from time import perf_counter

from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from funnel.groups import SALES, ensure_groups
from leads.models import Lead
from tests.proofs.desk.crowd import grow_to

# The most that the queue may take of its time with few leads.
MOST = 1.5

_PAGES = {
    "the queue": "/leads/",
    "the queue, asking for news": "/leads/?v=0",
    "the queue, second page": "/leads/?page=2",
    "follow-ups today": "/leads/?tab=followups",
    "all leads": "/leads/?tab=all",
    "all leads, last page": "/leads/?tab=all&page=40",
    "filter: mine": "/leads/?owner=mine",
    "filter: unclaimed": "/leads/?owner=free",
    "filter: overdue": "/leads/?overdue=1",
    "filter: funnel": "/leads/?funnel=3",
    "filter: source": "/leads/?source=newsletter",
    "filter: good match": "/leads/?fit=A",
    "search: a name": "/leads/?q=person+79",
    "search: an address": "/leads/?q=p77%40example",
    "search: a phone": "/leads/?q=0170+0000077",
    "search: nobody": "/leads/?q=nobody+at+all",
    "one lead": "",
}
# What has to hold; the others are told.
_PROMISED = ("the queue", "the queue, asking for news", "one lead")


@dataclass(frozen=True, slots=True)
class Asked:
    """Milliseconds."""

    few: float
    many: float

    @property
    def ratio(self) -> float:
        return self.many / self.few


def bench(*, few: int, many: int, times: int) -> int:
    """Prints one table; 0 where every promised ratio is kept."""
    ensure_groups()
    now = timezone.now()
    sam = User.objects.create_user("sam", is_staff=True)
    sam.groups.add(Group.objects.get(name=SALES))
    client = Client()
    client.force_login(sam, backend="django.contrib.auth.backends.ModelBackend")
    measured = []
    for number in (few, many):
        grow_to(number, owner=sam, now=now)
        measured.append({name: _time(client, path, times) for name, path in _PAGES.items()})
    rows = {name: Asked(measured[0][name], measured[1][name]) for name in _PAGES}
    print(_table(rows, few, many))
    broken = [name for name in _PROMISED if rows[name].ratio > MOST]
    for name in broken:
        print(f"{name}: {rows[name].ratio:.2f} times is more than {MOST}")
    return 1 if broken else 0


def _time(client: Client, path: str, times: int) -> float:
    """Of one page, after a few that nobody counts."""
    path = path or f"/leads/{Lead.objects.to_do().queued()[0].pk}/"
    headers = {"HX-Request": "true", "HX-Target": "queue"} if "v=0" in path else {}
    taken = []
    for number in range(times + 3):
        begun = perf_counter()
        response = client.get(path, headers=headers)
        assert response.status_code == 200, (path, response.status_code)
        if number >= 3:
            taken.append(perf_counter() - begun)
    return median(taken) * 1_000


def _table(rows: dict[str, Asked], few: int, many: int) -> str:
    lines = [f"| page | ms with {few:,} | ms with {many:,} | ratio |", "|---|---:|---:|---:|"]
    lines += [
        f"| {name} | {row.few:.1f} | {row.many:.1f} | {row.ratio:.2f} |"
        for name, row in rows.items()
    ]
    return "\n".join(lines)
