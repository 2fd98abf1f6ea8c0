"""Links of mails: scanners open all of them and change nothing; a person's press counts once."""

from __future__ import annotations

import pytest
from django.test import Client

from funnel.document import FunnelDocument
from funnel.models import Conversion, Publication
from leads.models import Activity, Consent, EmailAddress, Lead, Suppression
from nurture.models import Enrollment, MailLink
from tests.funnel.factories import make_publication
from tests.funnel.journey.stored import everything
from tests.funnel.journey.test_series import document
from tests.funnel.mail_links.reader import TARGETS, Reader, make_early_reader, make_reader

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
FOREIGN = {"Origin": "https://mail.example.com", "Sec-Fetch-Site": "cross-site"}
EMAIL = "mara@example.com"


@pytest.fixture
def reader() -> Reader:
    return make_reader(make_publication(document(confirm=True)))


def early(*, min_depth: int = 0) -> Publication:
    """The address is asked for first; the offer may ask for depth."""
    data = document(confirm=True, opt_in_first=True).model_dump()
    data["steps"][-1]["offer"]["min_depth"] = min_depth
    return make_publication(FunnelDocument.model_validate(data, strict=False))


def clicks() -> list[str]:
    return list(Activity.objects.filter(kind="mail_click").values_list("subject", flat=True))


@pytest.mark.parametrize("target", TARGETS)
def test_looking_a_hundred_times_changes_nothing(reader: Reader, target: str) -> None:
    """Fifty times each way; ten of the looks follow the link to the screen behind it."""
    address = reader.address(target)
    status = 200 if target in {"confirm", "unsubscribe", "preferences"} else 302
    before = everything()
    for number in range(50):
        response = reader.client.get(address)
        assert response.status_code == reader.client.head(address).status_code == status
        assert EMAIL not in response.content.decode(), number
        if status == 302 and number % 5 == 0:
            behind = reader.client.get(response.headers["Location"])
            assert behind.status_code == 200
            assert EMAIL not in behind.content.decode(), number
    assert everything() == before


@pytest.mark.parametrize("target", ["confirm", "unsubscribe"])
def test_pages_of_mails_are_nobody_elses_and_hold_no_address(reader: Reader, target: str) -> None:
    for response in (
        reader.client.get(reader.address(target)),
        reader.client.post(reader.address(target)),
        reader.client.get(reader.address(target)),
    ):
        html = response.content.decode()
        assert response.headers["Cache-Control"] == "private, no-store"
        assert "mara" not in html.lower()
        assert html.count("<form") <= 1
        assert not response.cookies
        assert "-112233-445566-3.css" in html


def test_confirm_press_confirms_and_enrolls_once(reader: Reader) -> None:
    page = reader.client.get(reader.address("confirm")).content.decode()
    assert "Yes, this is my address" in page
    for _ in range(3):
        response = reader.client.post(reader.address("confirm"))
        assert response.status_code == 200
        assert "Thank you, that worked" in response.content.decode()
    assert EmailAddress.objects.get().confirmed_at is not None
    assert Consent.objects.filter(moment="confirmed").count() == 1
    assert list(Enrollment.objects.values_list("sequence__key", "state")) == [
        ("planning", "active")
    ]
    assert Activity.objects.filter(points_key="address_confirmed").count() == 1
    assert len(clicks()) == 1
    again = reader.client.get(reader.address("confirm")).content.decode()
    assert "Thank you, that worked" in again
    assert f'href="/v/{reader.visit.key}/"' in again


def test_confirm_page_asks_anew_who_agreed_anew(reader: Reader) -> None:
    """Otherwise nobody who once unsubscribed could ever come back."""
    reader.client.post(reader.address("confirm"))
    reader.client.post(reader.address("unsubscribe"))
    again = make_reader(reader.visit.publication)
    assert "Yes, this is my address" in again.client.get(again.address("confirm")).content.decode()
    again.client.post(again.address("confirm"))
    assert Suppression.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "headers", "kind", "channel"),
    [
        ({}, {}, None, "page"),
        (ONE_CLICK, FOREIGN, None, "header"),
        (ONE_CLICK, {}, None, "header"),
        (ONE_CLICK, FOREIGN, "application/x-www-form-urlencoded", "header"),
    ],
    ids=["button", "one-click multipart", "one-click bare", "one-click urlencoded"],
)
def test_unsubscribe_works_at_once_and_never_redirects(
    reader: Reader,
    fields: dict[str, str],
    headers: dict[str, str],
    kind: str | None,
    channel: str,
) -> None:
    reader.client.post(reader.address("confirm"))
    assert Enrollment.objects.filter(state="active").count() == 1
    client = Client(enforce_csrf_checks=True)
    for number in range(3):
        if kind:
            body = "List-Unsubscribe=One-Click"
            response = client.post(
                reader.address("unsubscribe"), body, content_type=kind, headers=headers
            )
        else:
            response = client.post(reader.address("unsubscribe"), fields, headers=headers)
        assert response.status_code == 200, number
        assert "No further mails" in response.content.decode()
        assert not response.cookies

    last = Consent.objects.order_by("-pk").first()
    assert last is not None
    assert (last.moment, last.channel) == ("withdrawn", channel)
    assert Consent.objects.filter(moment="withdrawn").count() == 1
    address = EmailAddress.objects.get()
    assert list(Suppression.objects.values_list("address_hash", "reason")) == [
        (address.address_hash, "unsubscribed")
    ]
    assert list(Enrollment.objects.values_list("state", "exit_reason")) == [
        ("exited", "unsubscribed")
    ]


def test_other_posts_from_elsewhere_are_refused(reader: Reader) -> None:
    before = everything()
    for target in ("confirm", "unsubscribe"):
        response = reader.client.post(reader.address(target), {}, headers=FOREIGN)
        assert response.status_code == 403
    assert everything() == before


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_unknown_and_forged_tokens_are_missing(reader: Reader, method: str) -> None:
    token = reader.link("unsubscribe").token
    forged = token[:-1] + ("A" if token[-1] != "A" else "B")
    before = everything()
    for text in ("x" * 22, forged, token[:-1], token + "x", "%00" * 22):
        status = getattr(reader.client, method)(f"/e/{text}/").status_code
        assert status in {404, 400 if "%" in text else 404}, text
    assert everything() == before


def test_link_of_a_visit_that_is_gone_is_missing(reader: Reader) -> None:
    addresses = {target: reader.address(target) for target in TARGETS}
    reader.visit.delete()
    for target, address in addresses.items():
        expected = 200 if target in {"confirm", "unsubscribe", "preferences"} else 404
        assert reader.client.get(address).status_code == expected, target


@pytest.mark.parametrize(
    ("target", "parts"),
    [
        ("result", ("result",)),
        ("offer", ("offer",)),
        ("step:list", ("list",)),
        ("step:quiz", ("quiz", "rate")),
        ("resume", ("offer",)),
    ],
)
def test_step_link_leads_to_the_visit_and_its_press_counts_once(
    reader: Reader, target: str, parts: tuple[str, ...]
) -> None:
    token = reader.link(target).token
    response = reader.client.get(reader.address(target))
    assert response.headers["Location"] == f"{reader.visitor.at(*parts)}?m={token}"

    visitor = reader.follow(target)
    assert f'<input type="hidden" name="m" value="{token}">' in visitor.html
    assert (clicks(), reader.pressed()) == ([], {})
    moves = {"quiz": {"choice": "b"}, "offer": {"act": "not_now"}}
    for _ in range(2):
        visitor.press(to=visitor.at(*parts), m=token, **moves.get(parts[0], {"act": "next"}))
    assert clicks() == [f"mail/{reader.delivery.pk}"]
    assert set(reader.pressed()) == {target}


@pytest.mark.parametrize(("target", "screen"), [("step:list", "checklist"), ("result", "result")])
def test_step_link_shows_its_step_before_its_turn(target: str, screen: str) -> None:
    reader = make_early_reader(early())
    assert reader.visitor.client.get(reader.visitor.at("list")).status_code == 302
    visitor = reader.follow(target)
    assert (visitor.response.status_code, visitor.screen) == (200, screen)


def test_step_link_press_before_its_turn_is_kept() -> None:
    reader = make_early_reader(early())
    visitor = reader.follow("step:list").press(act="next", tick=["one"])
    assert visitor.visit.downloads.get().ticks == ["one"]
    assert clicks() == [f"mail/{reader.delivery.pk}"]
    assert visitor.heading == "What about your rate?"


def test_offer_standing_in_a_scanners_browser_is_no_click(reader: Reader) -> None:
    """After 15 seconds the page's script says that it was seen, whoever looks at it."""
    visitor = reader.follow("offer").press(act="seen")
    assert visitor.response.status_code == 204
    assert (clicks(), reader.pressed()) == ([], {})


def test_link_of_another_persons_mail_does_nothing_for_this_visit() -> None:
    publication = early(min_depth=100)
    mine = make_early_reader(publication)
    other = make_early_reader(publication, email="other@example.com")
    Lead.objects.update(depth=200)
    visitor = mine.visitor
    before = everything()
    for target in ("offer", "step:list", "result"):
        token = other.link(target).token
        for address in (visitor.at("list"), visitor.at("result"), visitor.at("offer")):
            response = visitor.client.get(f"{address}?m={token}")
            assert response.status_code == 302, (target, address)
    assert everything() == before
    visitor.press(to=visitor.at("list"), act="next", m=other.link("step:list").token)
    assert visitor.response.status_code == 422
    assert everything() == before
    assert MailLink.objects.filter(pressed_at__isnull=False).count() == 0


def test_link_for_another_screen_does_nothing_here(reader: Reader) -> None:
    visitor = reader.visitor
    visitor.press(to=visitor.at("list"), act="next", m=reader.link("offer").token)
    assert (clicks(), reader.pressed()) == ([], {})


def test_depth_of_the_person_opens_the_offer_from_their_mail_only() -> None:
    publication = early(min_depth=100)
    reader = make_early_reader(publication)
    visitor = reader.visitor.answer().answer().go_on_to("proposal")
    Lead.objects.update(depth=200)
    assert visitor.look(visitor.at("offer")).screen == "proposal"

    by_mail = reader.follow("offer")
    assert by_mail.screen == "offer"
    Lead.objects.update(depth=99)
    assert reader.follow("offer").screen == "proposal"

    # What they did in all their visits counts for the press as for the look.
    Lead.objects.update(depth=200)
    reader.follow("offer").press(act="press")
    assert list(Conversion.objects.values_list("kind", flat=True)) == ["pressed"]


def test_depth_of_whose_address_was_typed_later_stays_theirs() -> None:
    """A link from one's own mail, then a stranger's address: nothing is learned about them."""
    reader = make_early_reader(early(min_depth=100))
    visitor = reader.visitor.answer().answer().go_on_to("proposal")
    visitor.look(visitor.at("address")).press(act="next", email="stranger@example.com")
    Lead.objects.exclude(addresses__normalised=EMAIL).update(depth=200)
    assert reader.follow("offer").screen == "proposal"


def test_a_scanner_that_presses_behind_a_link_presses_nothing(reader: Reader) -> None:
    token, where = reader.link("step:list").token, reader.visitor.at("list")
    scanner = Client(HTTP_USER_AGENT="Mozilla/5.0 (compatible; LinkScanner/1.0)")
    before = Activity.objects.count()
    for _ in range(2):
        answer = scanner.post(where, {"act": "next", "tick": ["one"], "m": token})
        assert answer.status_code == 303
    assert (Activity.objects.count(), clicks(), reader.pressed()) == (before, [], {})
    assert reader.visit.downloads.get(step_key="list").ticks == []
    link = reader.link("step:list")
    assert (link.machine_reason, link.machine_presses) == ("agent", 2)
    # The person it belongs to is not held up by it.
    reader.follow("step:list").press(act="next", tick=["one"])
    assert reader.visit.downloads.get(step_key="list").ticks == ["one"]
    assert len(clicks()) == 1


def test_a_scanner_confirms_nothing_and_its_unsubscribe_is_honoured(reader: Reader) -> None:
    scanner = Client(HTTP_USER_AGENT="Mozilla/5.0 (compatible; LinkScanner/1.0)")
    page = scanner.post(reader.address("confirm")).content.decode()
    assert "One more press, please" in page
    assert EmailAddress.objects.get().confirmed_at is None
    reader.client.post(reader.address("confirm"))
    assert EmailAddress.objects.get().confirmed_at is not None
    assert scanner.post(reader.address("unsubscribe")).status_code == 200
    assert Suppression.objects.get().reason == "unsubscribed"
    assert set(MailLink.objects.exclude(machine_reason="").values_list("target", flat=True)) == {
        "confirm",
        "unsubscribe",
    }


def test_unsubscribing_by_header_a_hundred_times_is_one_unsubscribe(reader: Reader) -> None:
    client, where = Client(enforce_csrf_checks=True), reader.address("unsubscribe")
    for _ in range(50):
        assert client.post(where, ONE_CLICK, headers=FOREIGN).status_code == 200
        body, kind = "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"
        assert client.post(where, body, content_type=kind, headers=FOREIGN).status_code == 200
    assert Suppression.objects.count() == 1
    assert Consent.objects.filter(moment="withdrawn").count() == 1
    assert Activity.objects.filter(label="Unsubscribed from further mails").count() == 1
