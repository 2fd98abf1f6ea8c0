from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.document import ChecklistStep
from funnel.journey import gift_mail
from funnel.models import Download
from leads.models import Activity, Consent, EmailAddress, Lead
from nurture.models import Delivery
from nurture.writing.rendering import render_delivery
from nurture.writing.requested import RequestedMail
from tests.funnel.factories import edited
from tests.funnel.journey.gift_documents import (
    ITEMS,
    LINK,
    gift_document,
    gift_publication,
)
from tests.funnel.journey.visitor import Visitor
from tests.leads.factories import make_business

pytestmark = pytest.mark.django_db

both = pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
ADDRESS = "mara@example.com"


def at(screen: str, *, has_script: bool = True) -> Visitor:
    visitor = Visitor(gift_publication(), has_script=has_script)
    return visitor.land().go_on_to(screen)


def at_list(*, has_script: bool = True) -> Visitor:
    make_business()
    return at("checklist", has_script=has_script)


def at_link(*, has_script: bool = True) -> Visitor:
    return at("link", has_script=has_script)


def labels() -> list[tuple[str, int, str]]:
    rows = Activity.objects.filter(kind__in=["gift", "video", "address"]).order_by("pk")
    return [(row.label, row.level, row.points_key) for row in rows]


@both
def test_a_gift_says_problem_promise_and_minutes_first(has_script: bool) -> None:
    page = at_list(has_script=has_script).html
    gift = gift_document().steps[2]
    assert isinstance(gift, ChecklistStep)
    head = re.search(r'<header class="gift-head">.*?</header>', page)
    assert head is not None
    for words in ("3 minutes", gift.magnet.title, gift.magnet.problem, gift.magnet.promise):
        assert words in head[0]


@both
def test_ticks_are_counted_by_the_server(has_script: bool) -> None:
    visitor = at_list(has_script=has_script)
    assert "0 of 7" in visitor.html
    visitor.press(act="keep", tick=["rate", "hours"])
    assert (visitor.screen, "2 of 7" in visitor.html) == ("checklist", True)
    visitor.look(visitor.at("list"))
    assert "2 of 7" in visitor.html
    assert visitor.html.count(" checked") == 2


@both
def test_a_list_is_mailed_once_to_who_gives_an_address(has_script: bool) -> None:
    visitor = at_list(has_script=has_script)
    visitor.press(act="mail", tick=["rate", "yes"], email=ADDRESS)
    assert visitor.screen == "checklist"
    assert "On its way to you. Look in your inbox." in visitor.html
    assert ADDRESS not in visitor.html
    visitor.press(act="mail", tick=["rate"], email="other@example.com")

    delivery = Delivery.objects.get()
    visit = visitor.visit
    assert (delivery.purpose, delivery.address.address, delivery.dedupe_key) == (
        "requested",
        ADDRESS,
        f"gift:{visit.pk}:list:1",
    )
    assert (visit.lead, visit.address) == (Lead.objects.get(), EmailAddress.objects.get())
    download = Download.objects.get()
    assert (download.ticks, download.mailed_at is not None) == (["rate"], True)


def test_who_is_known_presses_once_and_types_nothing() -> None:
    make_business()
    document = gift_document()
    steps = document.model_dump(mode="json")["steps"]
    gate = steps.pop(7)
    visitor = Visitor(gift_publication(gift_document(steps=[steps[0], gate, *steps[1:]])))
    visitor.land().go_on_to("opt_in").press(act="next", email=ADDRESS).go_on_to("checklist")
    assert 'name="email"' not in visitor.html
    before = Lead.objects.count()
    visitor.press(act="mail", tick=["rate"])
    assert "On its way to you." in visitor.html
    keys = Delivery.objects.order_by("pk").values_list("dedupe_key", flat=True)
    assert [key.split(":")[2] for key in keys] == ["address", "list"]
    assert Lead.objects.count() == before


@pytest.mark.parametrize("typed", ["", "nobody", "a@b", "x" * 321 + "@example.com"])
@both
def test_an_address_that_cannot_be_is_said_beside_its_field(has_script: bool, typed: str) -> None:
    visitor = at_list(has_script=has_script).press(act="mail", tick=["rate"], email=typed)
    assert visitor.screen == "checklist"
    assert visitor.html.count(" checked") == 1
    assert 'id="error-email"' in visitor.html or "characters" in visitor.html
    assert (Lead.objects.count(), Delivery.objects.count(), Download.objects.count()) == (0, 0, 0)


def test_the_words_beside_the_button_are_kept_as_consent() -> None:
    visitor = at_list()
    line, button = gift_mail.ask_words()
    assert line in visitor.html
    assert button in visitor.html
    visitor.press(act="mail", email=ADDRESS)
    row = Consent.objects.get()
    assert (row.purpose, row.moment, row.needs_confirmation, row.text, row.version) == (
        "requested",
        "given",
        False,
        f"{line} [{button}]",
        "gifts 1",
    )


def test_asking_for_the_mail_is_told_like_an_opt_in() -> None:
    visitor = at_list().press(act="mail", tick=["rate"], email=ADDRESS)
    assert labels() == [
        ("Left an address", 0, "address_given"),
        ("Asked for the checklist by mail: Seven things before the price talk", 0, "gift"),
    ]
    visitor.press(act="next", tick=["rate"])
    assert labels()[-1][0] == "Ticked the checklist: Seven things before the price talk"


def test_the_mail_holds_the_list_and_nothing_a_visitor_typed() -> None:
    visitor = at_list()
    visitor.press(act="mail", tick=["rate", "yes"], email=ADDRESS)
    delivery = Delivery.objects.get()
    content = RequestedMail.model_validate_json(delivery.content)
    assert (content.words, content.has_confirm) == ({}, False)
    assert (content.mail.subject, content.mail.button.target) == (
        "Seven things before the price talk",
        "step:list",
    )
    mail = render_delivery(delivery)
    for key, (text, more) in ITEMS.items():
        sign = "☑" if key in {"rate", "yes"} else "☐"
        assert f"{sign} {text}" in mail.text
        assert more in mail.text
    assert "2 of 7" in mail.text


def test_signs_in_a_gift_are_no_merge_tags_and_no_marks_in_its_mail() -> None:
    make_business()
    hostile = "{{ first_name }} {% if x %} **a** [b](https://c.example) #{{{{%"
    data = gift_document().model_dump(mode="json")
    data = edited(
        data,
        ("steps[2].magnet.title", hostile),
        ("steps[2].magnet.items[0].text", hostile),
        ("steps[2].magnet.promise", hostile),
    )
    document = gift_document(steps=data["steps"])
    visitor = Visitor(gift_publication(document)).land().go_on_to("checklist")
    visitor.press(act="mail", email=ADDRESS)
    mail = render_delivery(Delivery.objects.get())
    assert "☐ {{ first_name }} {% if x %} **a** [b](https://c.example) #{{{{%" in mail.text
    assert mail.subject == "{ { first_name }} { % if x %} **a** [b](https://c.example) #{ { { { %"


def test_a_list_too_long_for_a_mail_is_cut_between_two_lines() -> None:
    items = [{"key": f"i{n}", "text": "!" * 300, "help": "?" * 300} for n in range(40)]
    data = edited(gift_document().model_dump(mode="json"), ("steps[2].magnet.items", items))
    step = gift_document(steps=data["steps"]).steps[2]
    assert isinstance(step, ChecklistStep)
    body = gift_mail._body(step.magnet, [], "0 of 40")
    assert len(body) <= 20_000
    assert body.endswith("\\!" * 300)


@both
def test_a_link_is_opened_by_a_press_and_told_once_a_person(has_script: bool) -> None:
    visitor = at_link(has_script=has_script)
    assert "tools.example.org" in visitor.html
    assert LINK not in visitor.html
    visitor.press(act="take")
    sent = visitor.response.headers
    assert (sent.get("Refresh") or sent.get("HX-Redirect", "")).endswith(LINK)
    visitor.look(visitor.at("link")).press(act="next").go_on_to("opt_in")
    visitor.press(act="next", email=ADDRESS)
    told = [label for label in labels() if "calculator" in label[0]]
    assert told == [("Opened the link: A calculator for your hour", 0, "gift")]


def test_a_link_passed_by_is_no_yes() -> None:
    visitor = at_link().press(act="next")
    view = visitor.visit.step_views.get(step_key="link")
    assert (view.state, view.is_yes) == ("done", False)


def test_a_gift_taken_in_two_visits_counts_once() -> None:
    publication = gift_publication()
    for _ in range(2):
        visitor = Visitor(publication).land(f"?utm_source={_}").go_on_to("link")
        address = visitor.address
        visitor.press(act="take").look(address).press(act="next").go_on_to("opt_in")
        visitor.press(act="next", email=ADDRESS)
    rows = Activity.objects.filter(label__startswith="Opened the link")
    assert [rows.count(), rows.values("subject").distinct().count()] == [2, 1]
    lead = Lead.objects.get()
    once = lead.warmth
    rows.first().delete()  # type: ignore[union-attr]  # there are two
    lead.refresh_from_db()
    assert lead.warmth == once


def film() -> Visitor:
    """At the ladder's own film, which is 95 seconds long."""
    return Visitor(has_script=True).land().go_on_to("video")


@pytest.mark.parametrize("first", [0, 30, 95])
def test_played_seconds_never_get_less_and_never_exceed_the_film(first: int) -> None:
    visitor = film()
    visitor.press(act="save", played=str(first)).look(visitor.at("video"))
    visitor.press(act="save", played="20").look(visitor.at("video"))
    assert Download.objects.get(step_key="video").played_seconds == max(first, 20)
    visitor.press(act="save", played="999999")
    row = Download.objects.get(step_key="video")
    assert (row.played_seconds, row.percent) == (95, 100)


def test_a_film_tells_each_quarter_once_and_points_from_half() -> None:
    visitor = film()
    visitor.look(visitor.at("address"))
    visitor.look(visitor.at("video")).press(act="next", played="0").go_on_to("opt_in")
    visitor.press(act="next", email=ADDRESS)
    visitor.look(visitor.at("video"))
    for played in ("10", "24", "24", "48", "72", "93", "95"):
        visitor.press(act="save", played=played).look(visitor.at("video"))
    told = [label for label in labels() if "video" in label[0]]
    assert told == [
        ("Watched 25 % of the video: Raise it", 25, ""),
        ("Watched 50 % of the video: Raise it", 50, "video_50"),
        ("Watched 75 % of the video: Raise it", 75, "video_75"),
        ("Watched the whole video: Raise it", 100, "video_75"),
    ]


def test_the_shortcut_to_the_offer_mails_nothing() -> None:
    visitor = at_list().press(act="offer", tick=["rate"], email=ADDRESS)
    assert (visitor.screen, Lead.objects.count()) == ("offer", 0)


@given(st.text(max_size=400))
def test_literal_lines_hold_no_tag(text: str) -> None:
    line = gift_mail._literal(text)
    assert "{{" not in line
    assert "{%" not in line
    assert len(line) <= 300
