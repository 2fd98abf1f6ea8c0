"""Do not mail: looked up, added, lifted with a reason, read in and written out."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from leads.addresses import address_hash
from leads.models import Activity, AuditEntry, EmailAddress, Suppression
from leads.suppressing import suppress
from nurture.models import Enrollment
from tests.leads.factories import NOW, make_address, make_staff
from tests.nurture.factories import make_enrollment, make_reader

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db
PAGE = "/admin/mail/do-not-mail/"


def desk(*permissions: str) -> Client:
    staff = make_staff("zoe", may_see_leads=False)
    for each in permissions or ("leads.view_lead", "leads.change_lead"):
        app, codename = each.split(".")
        found = Permission.objects.get(codename=codename, content_type__app_label=app)
        staff.user_permissions.add(found)
    client = Client()
    client.force_login(User.objects.get(pk=staff.pk))
    return client


def text(answer: Answer) -> str:
    return " ".join(answer.content.decode().split())


def reasons(normalised: str) -> list[str]:
    rows = Suppression.objects.filter(address_hash=address_hash(normalised))
    return sorted(rows.values_list("reason", flat=True))


def read_in(client: Client, lines: str = "", *, file: bytes | None = None) -> Answer:
    sent: dict[str, object] = {"do": "read", "lines": lines, "reason": "do_not_contact"}
    if file is not None:
        sent["file"] = SimpleUploadedFile("list.csv", file)
    return client.post(PAGE, sent)


def test_a_list_says_what_it_would_do_and_does_it_on_the_second_press() -> None:
    enrollment = make_enrollment(address=make_reader(text="mara@example.org"))
    standing = make_address(text="old@example.org")
    suppress(address=standing, reason="do_not_contact", now=NOW)
    client = desk()
    said = text(
        read_in(client, "Email\nmara@example.org\nNEW@Example.org\nold@example.org\nnope\n")
    )
    assert "2 new addresses" in said
    assert "1 already there" in said
    assert "No address in line 5" in said
    assert reasons("new@example.org") == []
    token = said.split('name="token" value="')[1].split('"')[0]
    done = client.post(PAGE, {"do": "import", "token": token}, follow=True)
    assert "2 addresses were written down. 1 running series was ended." in text(done)
    assert reasons("mara@example.org") == reasons("new@example.org") == ["do_not_contact"]
    assert Enrollment.objects.get(pk=enrollment.pk).exit_reason == "unsubscribed"
    again = client.post(PAGE, {"do": "import", "token": token}, follow=True)
    assert "no longer here" in text(again)


def test_a_list_of_nothing_changes_nothing() -> None:
    client = desk()
    answer = read_in(client, "name;town\nMara;Malmö\n")
    assert answer.status_code == 422
    assert "There is no address in it." in text(answer)
    assert Suppression.objects.count() == 0


def test_a_file_from_a_spreadsheet_is_read() -> None:
    file = '"Name";"E-Mail"\r\n"Bj\xf6rn; Olsen";"bjorn@example.org"\r\n'.encode("latin-1")
    assert "1 new address" in text(read_in(desk(), file=file))


def test_an_address_is_looked_up_added_and_lifted_with_a_reason() -> None:
    address = make_address(text="mara@example.org")
    client = desk()
    found = client.post(PAGE, {"do": "look", "address": " Mara@Example.org "})
    assert "is not on the list." in text(found)
    client.post(PAGE, {"do": "add", "address": "mara@example.org"})
    assert reasons("mara@example.org") == ["do_not_contact"]
    EmailAddress.objects.filter(pk=address.pk).update(bounced_at=NOW, soft_bounces=5)
    looked = text(client.post(PAGE, {"do": "look", "address": "mara@example.org"}))
    assert "Take it off the list" in looked
    refused = client.post(PAGE, {"do": "lift", "address": "mara@example.org", "why": " "})
    assert (refused.status_code, reasons("mara@example.org")) == (422, ["do_not_contact"])
    assert "Say why" in text(refused)
    client.post(PAGE, {"do": "lift", "address": "mara@example.org", "why": "called us"})
    address.refresh_from_db()
    assert (reasons("mara@example.org"), address.bounced_at, address.soft_bounces) == ([], None, 0)
    told = Activity.objects.filter(kind="desk").order_by("pk").values_list("label", flat=True)
    assert list(told) == ["Do not mail, written down: zoe", "Do not mail, lifted: zoe, called us"]


def test_what_is_no_address_gets_a_sentence() -> None:
    client = desk()
    for act in ("look", "add", "lift"):
        answer = client.post(PAGE, {"do": act, "address": "=cmd@x", "why": "x"})
        assert answer.status_code == 422
    assert Suppression.objects.count() == 0


def test_the_export_is_read_back_as_the_same_list() -> None:
    known, gone = make_address(text="mara@example.org"), make_address(text="gone@example.org")
    suppress(address=known, reason="unsubscribed", now=NOW)
    suppress(address=gone, reason="complained", now=NOW)
    EmailAddress.objects.filter(pk=gone.pk).delete()
    client = desk()
    answer = client.get(f"{PAGE}export/")
    raw = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # it streams
    rows = list(csv.reader(StringIO(raw.decode())))
    assert rows == [
        ["address", "hash", "reason", "since"],
        ["mara@example.org", known.address_hash, "unsubscribed", "2026-05-05T12:00:00+00:00"],
        ["", gone.address_hash, "complained", "2026-05-05T12:00:00+00:00"],
    ]
    assert "2 new addresses" in text(read_in(client, file=raw))


@pytest.mark.parametrize(
    ("permissions", "acts"),
    [
        (("nurture.view_sequence",), {"look": 403, "add": 403, "lift": 403, "read": 403}),
        (
            ("nurture.view_sequence", "nurture.change_sequence"),
            {"look": 403, "add": 302, "lift": 403, "read": 200},
        ),
        (("leads.view_lead",), {"look": 200, "add": 403, "lift": 403, "read": 403}),
        (("leads.view_lead", "leads.change_lead"), {"look": 200, "add": 302, "lift": 302}),
    ],
)
def test_everybody_does_what_they_may(permissions: tuple[str, ...], acts: dict[str, int]) -> None:
    client = desk(*permissions)
    assert client.get(PAGE).status_code == 200
    sent = {"address": "a@example.org", "why": "x", "lines": "a@b.org", "reason": "unsubscribed"}
    got = {act: client.post(PAGE, {"do": act, **sent}).status_code for act in acts}
    assert got == acts


def test_staff_without_any_of_it_are_refused() -> None:
    client = desk("funnel.view_funnel")
    assert client.get(PAGE).status_code == 403
    assert client.get(f"{PAGE}export/").status_code == 403


def test_lists_in_and_out_are_written_down() -> None:
    client = desk()
    client.get(f"{PAGE}export/")
    sent = SimpleUploadedFile("list.csv", b"gone@example.com\nleft@example.com\n")
    read = client.post(PAGE, {"do": "read", "reason": "complained", "file": sent})
    client.post(PAGE, {"do": "import", "token": read.context["token"]})
    name = f"do-not-mail-{timezone.now():%Y-%m-%d}.csv"
    rows = AuditEntry.objects.order_by("pk").values_list("kind", "by_name", "detail")
    assert list(rows) == [
        ("list_exported", "zoe", name),
        ("list_imported", "zoe", "do-not-mail: 2"),
    ]
