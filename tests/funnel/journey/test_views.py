"""The journey over HTTP, with script and without: what is answered, and that nothing else is."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from funnel.document import FunnelDocument
from funnel.journey.views import NOT_OPEN
from funnel.models import Answer, Visit
from funnel.publishing import publish, unpublish
from leads.models import Business
from quizzes.models import Choice
from tests.funnel.factories import NOW, make_document, make_publication
from tests.funnel.journey.stored import everything
from tests.funnel.journey.visitor import PHONE, Visitor, ladder_document
from tests.funnel.row_counts import rows
from tests.leads.factories import make_business

pytestmark = pytest.mark.django_db

either = pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
GONE_CHOICE = "That answer is no longer here. Please tap one of these."
NO_KEY = "x" * 22

LADDER = [
    ("question", "What about your rate?"),
    ("question", "What about your raise?"),
    ("result", "You are a discounter"),
    ("question", "What about your mood?"),
    ("poll", "How everybody answered"),
    ("checklist", "Raise it"),
    ("guide", "Raise it"),
    ("video", "Raise it"),
    ("statement", "So"),
    ("opt_in", "Where to?"),
    ("offer", "Raise it together"),
]


def gated_document() -> FunnelDocument:
    """The address comes before the result, and nobody can skip it."""
    data = ladder_document().model_dump()
    order = ["quiz", "address", "result", "offer"]
    steps = [step for step in data["steps"] if step["key"] in order]
    steps.sort(key=lambda step: order.index(step["key"]))
    steps[1] |= {"is_skippable": False, "skip_label": ""}
    return FunnelDocument.model_validate({**data, "steps": steps}, strict=False)


def walk(visitor: Visitor) -> list[Visitor]:
    """Lands and goes to the end; the visitor as they stand on every screen."""
    seen = []
    visitor.land()
    for screen, _ in LADDER:
        visitor.go_on_to(screen)
        seen.append((visitor.screen, visitor.heading))
        if screen != "offer":
            moves: dict[str, dict[str, str | list[str]]] = {
                "question": {"choice": "a"},
                "opt_in": {"act": "skip"},
            }
            visitor.press(**moves.get(screen, {"act": "next"}))
    assert seen == LADDER
    return [visitor]


def test_landing_get_writes_nothing_and_can_be_cached_by_anybody() -> None:
    visitor = Visitor()
    before = everything()
    visitor.land("?utm_source=news")

    response = visitor.response
    assert everything() == before
    assert response.status_code == 200
    assert not response.cookies
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert {name.strip() for name in response.headers["Vary"].split(",")} == {
        "Accept-Encoding",
        "HX-Request",
    }


def test_landing_is_always_the_whole_page() -> None:
    visitor = Visitor()
    for headers in (
        {"HX-Request": "true"},
        {"HX-Request": "true", "HX-History-Restore-Request": "true"},
    ):
        response = visitor.client.get(visitor.address, headers=headers)
        assert response.status_code == 200
        assert response.content.startswith(b"<!doctype html>")
        assert "HX-Push-Url" not in response.headers


def test_landing_shows_hook_and_first_question_and_its_publication() -> None:
    html = Visitor().land().html
    assert "Are you 20 % too cheap? Two questions, one minute." in html
    assert "No address needed to see your result." in html
    assert '<input type="hidden" name="publication" value="1">' in html


@either
def test_ladder_leads_to_the_offer(has_script: bool) -> None:
    visitor = Visitor(has_script=has_script)
    walk(visitor)

    visit = visitor.visit
    assert (visit.at_step, visit.outcome, visit.lead_id) == ("offer", "discounter", None)
    assert visit.finished_at is not None
    assert visitor.address == visitor.at("offer")
    assert Visit.objects.count() == 1


@either
def test_every_page_says_who_asks_and_has_privacy_and_imprint(has_script: bool) -> None:
    make_business()
    Business.objects.update(person="Lena Lark", role="bookkeeper")
    Business.objects.get().save()
    visitor = Visitor(has_script=has_script)
    walk(visitor)
    addresses = [
        *("/", "/privacy/", "/imprint/", "/f/nothing/", f"/f/{visitor.slug}/"),
        *(visitor.at("quiz", "rate"), visitor.at("result"), visitor.at("mood")),
        *(visitor.at(key) for key in ("list", "guide", "video", "thought", "address", "offer")),
    ]
    for address in addresses:
        html = visitor.client.get(address, follow=True).content.decode()
        foot = " ".join(html.partition('<footer class="foot">')[2].split())
        assert "Lena Lark, bookkeeper at Ledger &amp; Lark" in foot, address
        assert '<a href="/privacy/">Privacy</a> <a href="/imprint/">Imprint</a>' in foot, address


@pytest.mark.parametrize(("path", "field"), [("privacy", "privacy"), ("imprint", "imprint")])
def test_legal_page_shows_own_words_or_leads_to_the_own_page(
    client: Client, path: str, field: str
) -> None:
    business = make_business()
    assert "has not written this page yet" in client.get(f"/{path}/").content.decode()

    setattr(business, f"{field}_text", "We keep **little**.")
    business.save()
    assert "We keep <strong>little</strong>." in client.get(f"/{path}/").content.decode()

    setattr(business, f"{field}_url", "https://example.com/legal")
    business.save()
    response = client.get(f"/{path}/")
    assert (response.status_code, response.headers["Location"]) == (
        302,
        "https://example.com/legal",
    )


def test_first_answer_replaces_the_landing_page_and_later_ones_are_pushed() -> None:
    visitor = Visitor().land().answer()
    first = visitor.response.headers
    assert first["HX-Replace-Url"] == visitor.at("quiz", "raise")
    assert "HX-Push-Url" not in first

    later = visitor.answer().response.headers
    assert later["HX-Push-Url"] == visitor.at("result")
    assert "HX-Replace-Url" not in later
    assert later["Cache-Control"] == "private, no-store"


def test_fragment_is_the_step_with_its_title_and_top_alone() -> None:
    html = Visitor().start().html
    assert "<!doctype" not in html
    assert "<footer" not in html
    assert html.count('<main id="step"') == 1
    assert "<title>What about your raise? · Your business</title>" in html


def test_every_screen_has_one_form_and_one_filled_button_at_most() -> None:
    visitor = Visitor(has_script=False)
    walk(visitor)
    for parts in (("quiz", "rate"), ("result",), ("mood",), ("list",), ("guide",), ("video",)):
        html = visitor.look(visitor.at(*parts)).html
        assert html.count('<form method="post"') == 1, parts
        assert html.count('class="main"') <= 1, parts


def test_post_without_script_is_answered_with_see_other() -> None:
    visitor = Visitor(has_script=False).land()
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', visitor.html))
    response = visitor.client.post(visitor.address, {**hidden, "choice": "a"})

    assert (response.status_code, response.headers["Location"]) == (
        303,
        visitor.at("quiz", "raise"),
    )
    again = visitor.client.post(visitor.at("quiz", "raise"), {"choice": "b"})
    assert (again.status_code, again.headers["Location"]) == (303, visitor.at("result"))


@pytest.mark.parametrize("parts", [("list",), ("offer",), ("mood", "mood"), ("result",)])
@either
def test_get_of_a_later_step_leads_to_the_open_one_and_writes_nothing(
    has_script: bool, parts: tuple[str, ...]
) -> None:
    visitor = Visitor(has_script=has_script).start()
    before = everything()
    headers = {"HX-Request": "true"} if has_script else {}
    response = visitor.client.get(visitor.at(*parts), headers=headers)

    assert (response.status_code, response.headers["Location"]) == (
        302,
        visitor.at("quiz", "raise"),
    )
    assert everything() == before


@pytest.mark.parametrize(
    ("parts", "fields"),
    [
        (("list",), {"act": "next", "tick": "one"}),
        (("offer",), {"act": "press"}),
        (("mood", "mood"), {"choice": "a"}),
        (("address",), {"act": "next", "email": "mara@example.com"}),
        (("result",), {"act": "next", "phone": "bad", "good_time": "\x00"}),
    ],
)
@either
def test_post_to_a_step_not_open_yet_gives_the_right_screen_and_stores_nothing(
    has_script: bool, parts: tuple[str, ...], fields: dict[str, str]
) -> None:
    visitor = Visitor(has_script=has_script).start()
    before = everything()
    visitor.press(to=visitor.at(*parts), **fields)

    assert everything() == before
    assert visitor.response.status_code == (422 if has_script else 200)
    assert (visitor.screen, visitor.heading) == ("question", "What about your raise?")
    assert NOT_OPEN in visitor.html
    assert f'action="{visitor.at("quiz", "raise")}"' in visitor.html
    assert ("<!doctype" in visitor.html) is not has_script


@either
def test_a_gate_does_not_open_for_an_unreadable_press(has_script: bool) -> None:
    """Bad text in a form is no way past an address that has to be given first."""
    visitor = Visitor(make_publication(gated_document()), has_script=has_script).finish_quiz()
    assert visitor.screen == "opt_in"
    visitor.press(to=visitor.at("result"), good_time="\x00")

    assert visitor.screen == "opt_in"
    assert "You are a discounter" not in visitor.html


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        (["gone"], GONE_CHOICE),
        (["a", "b"], GONE_CHOICE),
        (["a", "a"], GONE_CHOICE),
        (["a", "gone"], GONE_CHOICE),
        (["<script>"], GONE_CHOICE),
        ([], "Please tap one of the answers."),
    ],
)
@either
def test_wrong_choice_gives_the_screen_again_with_the_sentence(
    has_script: bool, choices: list[str], sentence: str
) -> None:
    visitor = Visitor(has_script=has_script).start()
    before = everything()
    visitor.press(choice=choices)

    assert everything() == before
    assert visitor.response.status_code == (422 if has_script else 200)
    assert visitor.heading == "What about your raise?"
    assert f'role="alert" id="error-choice">{sentence}<' in visitor.html


@either
def test_wrong_choice_on_the_landing_page_starts_nothing(has_script: bool) -> None:
    visitor = Visitor(has_script=has_script).land("?utm_source=news")
    before = everything()
    visitor.press(choice="gone")

    assert everything() == before
    assert visitor.response.status_code == (422 if has_script else 200)
    assert GONE_CHOICE in visitor.html
    visitor.answer()
    assert visitor.heading == "What about your raise?"
    assert visitor.visit.source == "news"


@pytest.mark.parametrize(
    "path",
    [
        "/f/nothing/",
        "/nothing/at/all/",
        f"/v/{NO_KEY}/",
        f"/v/{NO_KEY}/quiz/",
        f"/v/{NO_KEY}/quiz/rate/",
        "/v/short/quiz/",
        "{visit}nothing/",
        "{visit}quiz/nothing/",
        "{visit}result/rate/",
        "{visit}mood/rate/",
    ],
)
def test_unknown_address_is_a_friendly_404_with_a_way_on(path: str) -> None:
    visitor = Visitor().start()
    address = path.replace("{visit}", visitor.at())
    before = rows()
    for response in (
        visitor.client.get(address),
        visitor.client.head(address),
        visitor.client.get(address, headers={"HX-Request": "true"}),
    ):
        assert response.status_code == 404
    page = visitor.client.get(address).content.decode()
    assert "We cannot find this page" in page
    assert f'href="/f/{visitor.slug}/"' in page
    fragment = visitor.client.get(address, headers={"HX-Request": "true"})
    assert fragment.headers["HX-Redirect"] == address
    assert rows() == before


@pytest.mark.parametrize("fields", [{"choice": "a"}, {"good_time": "\x00"}])
@pytest.mark.parametrize("path", ["nothing/", "quiz/nothing/", "result/rate/"])
@either
def test_post_to_an_unknown_step_is_a_404_and_stores_nothing(
    has_script: bool, path: str, fields: dict[str, str]
) -> None:
    visitor = Visitor(has_script=has_script).start()
    address, before = visitor.at() + path, everything()
    visitor.press(to=address, **fields)

    assert visitor.response.status_code == 404
    assert visitor.response.headers.get("HX-Redirect") == (address if has_script else None)
    assert everything() == before


@either
def test_post_to_an_unknown_visit_is_a_404(has_script: bool) -> None:
    visitor = Visitor(has_script=has_script)
    assert visitor.press(to=f"/v/{NO_KEY}/quiz/rate/", choice="a").response.status_code == 404


def test_404_without_any_funnel_leads_to_the_front_door(client: Client) -> None:
    response = client.get("/f/nothing/")
    assert response.status_code == 404
    assert '<a class="main" href="/">' in response.content.decode()


@either
def test_taken_down_funnel_is_closed_while_visits_under_way_go_on(has_script: bool) -> None:
    visitor = Visitor(has_script=has_script).start()
    stale = Visitor(visitor.publication, has_script=has_script).land()
    unpublish(funnel=visitor.publication.funnel, by=None)
    before = rows()

    response = visitor.client.get(f"/f/{visitor.slug}/")
    assert response.status_code == 410
    assert "This one is closed for now" in response.content.decode()
    stale.answer()
    assert stale.response.status_code == 410
    assert stale.response.headers.get("HX-Redirect") == (
        f"/f/{visitor.slug}/" if has_script else None
    )
    assert rows() == before

    visitor.answer().go_on_to("offer")
    assert visitor.heading == "Raise it together"


def unreadable(text: str) -> dict[str, str]:
    names = ("act", "choice", "email", "first_name", "phone", "good_time", "tick", "played")
    return {name: text for name in (*names, "tab", "n", "m", "marketing")}


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\x01\x02\x1b[31m", "\ufffe", "\u202e", "\\"])
@pytest.mark.parametrize("parts", [("quiz", "raise"), ("quiz", "rate")])
@either
def test_unreadable_press_is_answered_clearly_and_stores_nothing(
    has_script: bool, parts: tuple[str, ...], text: str
) -> None:
    visitor = Visitor(has_script=has_script).start()
    before = everything()
    visitor.press(to=visitor.at(*parts), **unreadable(text))

    assert visitor.response.status_code == (422 if has_script else 200)
    assert 'class="error" role="alert"' in visitor.html
    assert everything() == before


@either
def test_unreadable_start_is_answered_clearly_and_stores_nothing(has_script: bool) -> None:
    visitor = Visitor(has_script=has_script).land()
    before = everything()
    fields = {**unreadable("a\x00"), "utm_source": "\x00", "nonce": "\x00", "start": "\x00"}
    visitor.press(**fields, publication="\x00", referrer="\x00")

    assert visitor.response.status_code == (422 if has_script else 200)
    assert everything() == before


SURROGATE = {"content_type": "multipart/form-data; charset=unicode_escape; boundary=x"}


def surrogates(*names: str) -> bytes:
    """Half a surrogate pair in each field, by a codec only an attacker names."""
    parts = (
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n\\ud800\r\n' for name in names
    )
    return "".join([*parts, "--x--\r\n"]).encode()


@either
def test_lone_surrogates_are_answered_clearly_and_store_nothing(has_script: bool) -> None:
    headers = {"HX-Request": "true"} if has_script else {}
    visitor = Visitor(has_script=has_script).start()
    before = everything()
    for address, names in (
        (visitor.at("quiz", "raise"), ("email", "choice", "first_name", "m", "tab")),
        (visitor.at("quiz", "raise"), ("choice", "other")),
        (f"/f/{visitor.slug}/", ("utm_source", "utm_\\ud800", "choice", "nonce", "referrer")),
        (f"/f/{visitor.slug}/", ("good_time", "publication", "start")),
    ):
        response = visitor.client.post(address, surrogates(*names), headers=headers, **SURROGATE)
        assert response.status_code == (422 if has_script else 200), (address, names)
        assert b"<h1" in response.content
    assert everything() == before


def test_lone_surrogates_in_the_landing_address_are_left_out() -> None:
    visitor = Visitor()
    response = visitor.client.get(
        f"{visitor.address}?utm_source=%5Cud800", content_type="text/plain; charset=unicode_escape"
    )
    assert response.status_code == 200


@either
def test_a_body_of_ten_megabytes_is_refused(has_script: bool) -> None:
    visitor = Visitor(has_script=has_script).start()
    before = everything()
    for address in (visitor.at("quiz", "raise"), f"/f/{visitor.slug}/"):
        response = visitor.client.post(address, {"choice": "a", "email": "x" * 10_000_000})
        assert response.status_code == 413
        assert b"larger than any answer we ask for" in response.content
    assert everything() == before


def test_a_thousand_fields_are_refused() -> None:
    visitor = Visitor().start()
    before = everything()
    fields = {f"field{number}": "x" for number in range(1_000)}
    for address in (visitor.at("quiz", "raise"), f"/f/{visitor.slug}/", f"/f/{visitor.slug}/seen/"):
        assert visitor.client.post(address, {**fields, "choice": "a"}).status_code == 400
    assert everything() == before


def test_an_address_with_many_campaign_fields_still_starts() -> None:
    query = "&".join(f"utm_x{number}=y" for number in range(200))
    visitor = Visitor().land(f"?utm_source=news&{query}").answer()
    assert visitor.heading == "What about your raise?"
    assert visitor.visit.source == "news"


def test_head_is_a_get_without_a_body_and_writes_nothing() -> None:
    visitor = Visitor().finish_quiz()
    before = everything()
    for address in ("/", f"/f/{visitor.slug}/", visitor.at(), visitor.at("result")):
        response = visitor.client.head(address, follow=True)
        assert (response.status_code, response.content) == (200, b"")
    assert everything() == before


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(method: str) -> None:
    visitor = Visitor().start()
    for address in (f"/f/{visitor.slug}/", visitor.at("quiz", "raise")):
        assert getattr(visitor.client, method)(address).status_code == 405


def test_history_restore_gets_the_whole_page() -> None:
    visitor = Visitor().finish_quiz()
    response = visitor.client.get(
        visitor.at("result"),
        headers={"HX-Request": "true", "HX-History-Restore-Request": "true"},
    )
    assert response.content.startswith(b"<!doctype html>")
    assert "HX-Request" in response.headers["Vary"]
    assert "HX-Push-Url" not in response.headers


def test_quiz_address_without_a_question_leads_to_its_first() -> None:
    visitor = Visitor().start()
    for _ in range(2):
        response = visitor.client.get(visitor.at("quiz"))
        assert (response.status_code, response.headers["Location"]) == (
            302,
            visitor.at("quiz", "rate"),
        )
        visitor.answer()


@either
def test_back_marks_the_earlier_answer(has_script: bool) -> None:
    visitor = Visitor(has_script=has_script).start()
    back = re.search(r'class="back" href="([^"]+)"', visitor.html)
    assert back
    assert back[1] == visitor.at("quiz", "rate")
    html = visitor.look(back[1]).html

    chosen = re.search(r'<button name="choice" value="a"(.*?)</button>', html, re.DOTALL)
    other = re.search(r'<button name="choice" value="b"(.*?)</button>', html, re.DOTALL)
    assert chosen
    assert other
    assert 'aria-pressed="true"' in chosen[1]
    assert "<small>your answer</small>" in chosen[1]
    assert "your answer" not in other[1]
    assert "aria-pressed" not in other[1]


def test_resume_leads_to_where_the_visit_stands_and_writes_nothing() -> None:
    visitor = Visitor().start()
    before = everything()
    assert visitor.client.get(visitor.at()).headers["Location"] == visitor.at("quiz", "raise")
    assert everything() == before

    visitor.answer()
    assert visitor.client.get(visitor.at()).headers["Location"] == visitor.at("result")


def test_answers_of_a_visit_are_for_its_visitor_alone() -> None:
    visitor = Visitor().start()
    for address in (visitor.at(), visitor.at("quiz", "raise"), visitor.at("offer")):
        assert "private" in visitor.client.get(address).headers["Cache-Control"], address


def test_front_door_leads_to_the_default_funnel_with_its_campaign() -> None:
    visitor = Visitor()
    response = visitor.client.get("/?utm_source=card&utm_medium=print")
    assert (response.status_code, response.headers["Location"]) == (
        302,
        f"/f/{visitor.slug}/?utm_source=card&utm_medium=print",
    )


def test_front_door_lists_funnels_where_none_is_the_default() -> None:
    make_publication(make_document())
    make_publication(make_document(slug="second", name="Second"))
    html = Client().get("/").content.decode()
    assert re.findall(r'class="door" href="([^"]+)"', html) == ["/f/second/", "/f/rates/"]


def test_front_door_without_a_funnel_is_friendly(client: Client) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert "Nothing is open here yet" in response.content.decode()


PAYLOADS = {
    "script": "<script>alert(1)</script>",
    "attribute": '"><img src=x onerror=alert(1)>',
    "template": "{{ 7|add:7 }}{% load static %}",
    "liquid": "{{ result }}",
}


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
@either
def test_payloads_are_shown_literally_or_not_at_all(has_script: bool, payload: str) -> None:
    visitor = Visitor(has_script=has_script)
    pages = [visitor.land(f"?utm_source={payload}&utm_{payload}=1").html]
    pages.append(visitor.answer(utm_source=payload, referrer=f"https://{payload}/").html)
    visitor.go_on_to("opt_in")
    pages.append(visitor.press(act="next", email=payload, first_name=payload).html)
    visitor.press(act="next", email="mara@example.com", first_name=payload)
    pages.append(visitor.html)
    visitor.press(act="press")
    pages.append(visitor.press(act="call", phone=payload, good_time=payload).html)
    pages.append(visitor.press(act="call", phone="", good_time=payload).html)

    for html in pages:
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "14{%" not in html
        assert "onerror=alert(1)&gt;" not in html.replace("&quot;&gt;&lt;img src=x onerror", "")


def test_public_html_carries_no_rules_points_or_addresses() -> None:
    """Over every screen, each in full: what sales and marketers know stays with them."""
    business = make_business()
    business.reply_to = "staff@example.com"
    business.save()
    visitor = Visitor(has_script=False)
    walk(visitor)
    visitor.look(visitor.at("address")).press(
        act="next", email="mara.secret@example.com", first_name="Zebedee", marketing="yes"
    )
    places = [("quiz", "rate"), ("quiz", "raise"), ("result",), ("mood", "mood"), ("mood",)]
    places += [(key,) for key in ("list", "guide", "video", "thought", "address", "offer")]
    pages = [visitor.look(visitor.at(*place)).html for place in places]
    pages.append(visitor.land().html)

    for page in pages:
        for secret in (
            *("points", "go_to", "show_if", "min_depth", "scoring", "default_outcome"),
            *("content_hash", "publication_id", "warmth", "lead_id", "sequence"),
            *("hello@example.com", "staff@example.com", "mara.secret", "Zebedee"),
            *("Series after", "Series planning", "start_key", "funnel_id"),
        ):
            assert secret not in page, secret
    for page in pages[:2]:
        assert "discounter" not in page
        assert "planner" not in page


@either
def test_visit_stays_on_the_version_it_began_while_another_goes_live(has_script: bool) -> None:
    early = Visitor(has_script=has_script).start()
    funnel = early.publication.funnel
    Choice.objects.filter(key="a", question__key="rate").update(text="Never raised it")
    newer = publish(funnel=funnel, now=NOW, by=None)
    late = Visitor(newer, has_script=has_script).start()

    stored = Answer.objects.filter(visit=early.mine).values_list("question_key", "choices")
    assert list(stored) == [("rate", ["a"])]
    assert early.mine.publication_id == early.publication.pk != late.mine.publication_id
    old = early.look(early.address.replace("raise", "rate")).html
    new = late.look(late.address.replace("raise", "rate")).html
    assert "It stayed: für immer" in old
    assert "Never raised it" not in old
    assert "Never raised it" in new
    early.go_on_to("offer")
    assert early.mine.publication_id == early.publication.pk


@either
def test_shortcut_to_the_offer_keeps_what_was_ticked(has_script: bool) -> None:
    visitor = Visitor(has_script=has_script).finish_quiz().go_on_to("checklist")
    visitor.press(act="offer", tick=["one"])

    assert visitor.screen == "offer"
    kept = visitor.visit.downloads.values_list("step_key", "ticks")
    assert list(kept) == [("list", ["one"])]


def test_client_without_a_name_is_taken_for_a_robot() -> None:
    publication = make_publication(ladder_document())
    Client(HTTP_USER_AGENT="").post(f"/f/{publication.funnel.slug}/", {"choice": "a"})
    Client(HTTP_USER_AGENT=PHONE).post(f"/f/{publication.funnel.slug}/", {"choice": "a"})
    assert list(
        Visit.objects.order_by("pk").values_list("is_suspected_bot", "device")
    ) == [(True, "desktop"), (False, "phone")]
