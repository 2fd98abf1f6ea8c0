from __future__ import annotations

import threading

import pytest
from django.db import connection

from leads.addresses import AddressError
from leads.capture import capture_lead
from leads.models import EmailAddress, Lead
from leads.names import NameRefusedError
from tests.leads.factories import NOW, ago, make_address, make_lead

pytestmark = pytest.mark.django_db


def test_capture_lead_makes_a_person_and_an_address() -> None:
    captured = capture_lead(address=" Mara@Example.com ", first_name="Mara", now=NOW)
    assert captured.address is not None
    assert captured.is_new
    assert (captured.lead.name, captured.lead.created_at) == ("Mara", NOW)
    assert captured.address.address == "Mara@Example.com"
    assert captured.address.normalised == "mara@example.com"
    assert captured.address.confirmed_at is None


def test_capture_lead_finds_the_same_person_again() -> None:
    first = capture_lead(address="mara@example.com", first_name="Mara", now=ago(days=1))
    again = capture_lead(address="MARA@example.com", first_name="", now=NOW)
    assert (again.is_new, again.lead, again.address) == (False, first.lead, first.address)
    assert again.lead.name == "Mara"
    assert (Lead.objects.count(), EmailAddress.objects.count()) == (1, 1)


def test_capture_lead_takes_a_newer_name() -> None:
    capture_lead(address="mara@example.com", first_name="", now=ago(days=1))
    again = capture_lead(address="mara@example.com", first_name="Mara", now=NOW)
    assert Lead.objects.get(pk=again.lead.pk).name == "Mara"


def test_capture_lead_follows_merges_to_the_root() -> None:
    root, middle = make_lead(name="Root"), make_lead(name="Middle")
    leaf = make_address(text="leaf@example.com")
    Lead.objects.filter(pk=middle.pk).update(merged_into=root)
    Lead.objects.filter(pk=leaf.lead.pk).update(merged_into=middle)
    assert capture_lead(address="leaf@example.com", first_name="", now=NOW).lead == root


def test_capture_lead_stores_nothing_of_bad_input() -> None:
    with pytest.raises(AddressError):
        capture_lead(address="nobody", first_name="Mara", now=NOW)
    with pytest.raises(NameRefusedError):
        capture_lead(address="mara@example.com", first_name="evil.com", now=NOW)
    assert not Lead.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_capture_lead_makes_one_person_of_many_requests_at_once() -> None:
    start, seen = threading.Barrier(4), []

    def capture() -> None:
        start.wait()
        seen.append(capture_lead(address="mara@example.com", first_name="Mara", now=NOW))
        connection.close()

    threads = [threading.Thread(target=capture) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Lead.objects.count(), EmailAddress.objects.count()) == (1, 1)
    assert [captured.is_new for captured in seen].count(True) == 1


def test_capture_lead_knows_somebody_by_their_phone_alone() -> None:
    first = capture_lead(
        address="", phone="+4915123456789", first_name="Mara", company="Ledger", now=ago(days=1)
    )
    again = capture_lead(address="", phone="+4915123456789", first_name="", now=NOW)
    assert (first.lead, first.address, first.is_new) == (again.lead, None, True)
    assert (again.address, again.is_new) == (None, False)
    lead = Lead.objects.get()
    assert (lead.name, lead.company, lead.phone, lead.known_by_phone) == (
        *("Mara", "Ledger"),
        *("+4915123456789", "+4915123456789"),
    )


def test_capture_lead_keeps_one_person_of_a_phone_now_and_an_address_later() -> None:
    by_phone = capture_lead(address="", phone="+4915123456789", first_name="", now=ago(days=1))
    later = capture_lead(
        address="mara@example.com", first_name="Mara", visitor=by_phone.lead, now=NOW
    )
    assert (later.lead, later.is_new) == (by_phone.lead, True)
    assert EmailAddress.objects.get().lead == by_phone.lead
    # Somebody who is known by an address is nobody's second address.
    other = capture_lead(address="o@example.com", first_name="", visitor=later.lead, now=NOW)
    assert other.lead != later.lead


def test_capture_lead_notes_the_phone_of_a_known_person() -> None:
    known = capture_lead(address="mara@example.com", first_name="", now=ago(days=1))
    capture_lead(address="MARA@example.com", phone="+4915123456789", first_name="", now=NOW)
    lead = Lead.objects.get()
    assert (lead, lead.phone, lead.known_by_phone) == (known.lead, "+4915123456789", None)


def test_capture_lead_flags_an_address_made_to_be_thrown_away() -> None:
    for text, is_flagged in (("a@mailinator.com", True), ("a@example.com", False)):
        address = capture_lead(address=text, first_name="", now=NOW).address
        assert address is not None
        assert address.is_throwaway is is_flagged
