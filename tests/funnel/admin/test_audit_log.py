"""The audit log: owners read it, nobody writes it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from funnel.groups import MARKETING, OWNER, SALES
from leads.audit import record
from leads.models import AuditEntry
from tests.leads.factories import NOW, make_staff

pytestmark = pytest.mark.django_db
PAGE = "/admin/leads/auditentry/"


def member(client: Client, group: str) -> None:
    user = User.objects.create_user(group, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


def test_an_owner_reads_who_took_what(client: Client) -> None:
    member(client, OWNER)
    for kind in (AuditEntry.Kind.LIST_EXPORTED, AuditEntry.Kind.LIST_IMPORTED):
        record(kind=kind, by=make_staff(f"zoe-{kind}"), now=NOW, detail=f"{kind}.csv")
    page = client.get(PAGE).content.decode()
    assert "Exported a list" in page
    assert "list_exported.csv" in page
    assert "zoe-list_imported" in page
    assert 'data-label="When"' in page
    row = client.get(f"{PAGE}{AuditEntry.objects.latest('pk').pk}/change/").content.decode()
    assert "list_imported.csv" in row
    assert "Save" not in row
    narrowed = client.get(f"{PAGE}?kind__exact=list_imported").content.decode()
    assert "list_imported.csv" in narrowed
    assert "list_exported.csv" not in narrowed


def test_nobody_changes_the_log(admin_client: Client) -> None:
    entry = record(kind=AuditEntry.Kind.LIST_TAKEN, by=make_staff("zoe"), now=NOW)
    assert admin_client.get(f"{PAGE}add/").status_code == 403
    assert admin_client.post(f"{PAGE}{entry.pk}/change/", {"detail": "x"}).status_code == 403
    assert admin_client.post(f"{PAGE}{entry.pk}/delete/", {"post": "yes"}).status_code == 403
    entry.refresh_from_db()
    assert entry.detail == ""


@pytest.mark.parametrize("group", [SALES, MARKETING])
def test_the_others_do_not_read_it(client: Client, group: str) -> None:
    member(client, group)
    assert client.get(PAGE).status_code == 403
