from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from pytest_django import Settings

from leads.consents import Terms, give_consents
from leads.desk_question import ALL, DeskQuestion
from leads.facts import write_facts
from leads.lists import exporting, keeping
from leads.lists.rows import harmless
from leads.models import AuditEntry, Lead, ListExport, ListImport
from tests.leads.factories import NOW, make_address, make_lead, make_staff, make_story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def olga() -> User:
    return owner("olga")


def owner(name: str) -> User:
    user = make_staff(name)
    user.user_permissions.add(Permission.objects.get(codename="exchange_leads"))
    return user


def person(name: str) -> Lead:
    address = make_address(lead=make_lead(name=name), text="mara@example.com")
    write_facts(lead_id=address.lead_id, story=make_story(visit_id=address.lead_id))
    give_consents(
        address=address,
        terms=[Terms("marketing", "Send me news.", needs_confirmation=False)],
        language="en",
        url="https://x.example/f/rates/",
        channel="page",
        now=NOW,
    )
    return address.lead


def written(by: User, **question: object) -> list[list[str]]:
    asked = DeskQuestion(**({"tab": ALL} | question))  # type: ignore[arg-type]
    row = keeping.ask_for_list(by=by, question=asked, now=NOW)
    exporting.work(clock=lambda: NOW)
    row.refresh_from_db()
    assert (row.state, row.done) == ("done", row.total)
    raw = row.file.read()
    assert raw.startswith("\ufeff".encode())
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))


def test_a_list_holds_what_they_said_and_agreed_to(olga: User) -> None:
    person("=Mara")
    headers, row = written(olga)
    told = dict(zip(headers, row, strict=True))
    assert told["Name"] == "'=Mara"
    assert told["Address"] == "mara@example.com"
    assert told["Agreed to"] == (
        "2026-05-05 | Further mails | Given | page https://x.example/f/rates/ | Send me news."
    )
    assert told["What they said"] == "How do you set your rate?: Last year's"
    assert AuditEntry.objects.get().kind == "list_exported"


def test_private_answers_stay_in_the_house(olga: User) -> None:
    lead = person("Mara")
    rows = [{**each, "sensitive": True} for each in make_story().answers]
    lead.visit_facts.update(answers=rows)
    assert "Last year" not in str(written(olga))


def test_a_list_holds_whom_they_may_see_and_what_they_looked_for(olga: User) -> None:
    other = make_staff("sam")
    for name, who in (("Free", None), ("Mine", olga), ("Theirs", other)):
        Lead.objects.filter(pk=make_lead(name=name).pk).update(owner=who)
    assert [row[0] for row in written(olga)[1:]] == ["Free", "Mine"]
    assert [row[0] for row in written(olga, owner="me")[1:]] in (["Mine"], ["Free", "Mine"])


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\u3000=1", "\uff1d1", "\uff0b1"],
)
def test_formulas_do_not_run(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert [harmless(each) for each in ("Mara", "", "1-2", "a=b")] == ["Mara", "", "1-2", "a=b"]


def test_killed_while_writing_it_begins_again(olga: User, monkeypatch: pytest.MonkeyPatch) -> None:
    person("Mara")
    row = keeping.ask_for_list(by=olga, question=DeskQuestion(tab=ALL), now=NOW)
    real = exporting._cells

    def dies(_ids: object) -> Iterator[list[str]]:
        raise OSError("gone")

    monkeypatch.setattr(exporting, "_cells", dies)
    with pytest.raises(OSError, match="gone"):
        exporting.work(clock=lambda: NOW)
    monkeypatch.setattr(exporting, "_cells", real)
    assert exporting.work(clock=lambda: NOW) == 0
    assert exporting.work(clock=lambda: NOW + exporting.LEASE) == 1
    row.refresh_from_db()
    assert (row.state, bool(row.file)) == ("done", True)


@pytest.fixture
def client_of_olga(client: Client, olga: User) -> Client:
    client.force_login(olga)
    return client


def test_a_list_is_brought_tried_and_taken_in_on_the_pages(client_of_olga: Client) -> None:
    client = client_of_olga
    file = io.BytesIO(b"Name;E-Mail;Mail\nMara;mara@example.com;x\nBen;nonsense;y\n")
    file.name = "fair.csv"
    assert client.post("/leads/lists/", {"file": file}).status_code == 302
    row = ListImport.objects.get()
    page = f"/leads/lists/{row.pk}/"
    html = client.get(page).content.decode()
    assert "mara@example.com" in html
    sent = {"column_name": "0", "column_address": "1", "purpose": "", "source": ""}
    answer = client.post(page, sent)
    assert answer.status_code == 422
    assert "This field is required." in answer.content.decode()
    refused = client.post(page, sent | {"source": "The fair", "purpose": "marketing"})
    assert "Without the words nobody can prove it." in refused.content.decode()
    assert client.post(page, sent | {"source": "The fair"}).status_code == 302
    assert "Looking at each row" in client.get(page).content.decode()

    from leads.lists import importing

    importing.work(clock=lambda: NOW, seconds=60)
    assert "This is what would happen" in client.get(f"{page}progress/").content.decode()
    assert client.post(f"{page}take/").status_code == 302
    importing.work(clock=lambda: NOW, seconds=60)
    assert "They are in" in client.get(page).content.decode()
    told = b"".join(client.get(f"{page}refused/").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert told.splitlines() == ['"Row","Why"', '"2","The address is none"']


def test_a_list_is_taken_along_by_whoever_asked_for_it(client_of_olga: Client) -> None:
    person("Mara")
    assert client_of_olga.post("/leads/lists/ask/", {"question": "tab=all"}).status_code == 302
    exporting.work(clock=lambda: NOW)
    row = ListExport.objects.get()
    assert "Take 1 lead along" in client_of_olga.get("/leads/lists/").content.decode()
    answer = client_of_olga.post(f"/leads/lists/exports/{row.pk}/file/")
    assert b"mara@example.com" in b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert [entry.kind for entry in AuditEntry.objects.all()] == ["list_taken", "list_exported"]
    client_of_olga.force_login(owner("other"))
    assert client_of_olga.post(f"/leads/lists/exports/{row.pk}/file/").status_code == 404


def test_what_is_no_list_is_said_on_the_page(client_of_olga: Client) -> None:
    file = io.BytesIO(b"PK\x03\x04\x00")
    file.name = "book.xlsx"
    answer = client_of_olga.post("/leads/lists/", {"file": file})
    assert answer.status_code == 422
    assert "This is no list. Save it as CSV" in answer.content.decode()
    assert client_of_olga.post("/leads/lists/").status_code == 422
    assert not ListImport.objects.exists()


@pytest.mark.parametrize("path", ["", "1/", "exports/"])
def test_sales_may_exchange_no_lists(client: Client, path: str) -> None:
    client.force_login(make_staff("sam"))
    assert client.get(f"/leads/lists/{path}").status_code == 403
