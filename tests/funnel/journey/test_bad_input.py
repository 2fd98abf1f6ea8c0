"""Wrong, stale, early and unreadable presses: a clear answer, and nothing is stored."""

from __future__ import annotations

import pytest
from django.test import Client

from funnel.document import FunnelDocument
from funnel.journey.views import NOT_OPEN
from funnel.publishing import unpublish
from tests.funnel.factories import make_publication
from tests.funnel.journey.stored import everything
from tests.funnel.journey.visitor import Visitor, ladder_document
from tests.funnel.row_counts import rows

pytestmark = pytest.mark.django_db

either = pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
GONE_CHOICE = "Please choose one of the answers."
NO_KEY = "x" * 22


def gated_document() -> FunnelDocument:
    """The address comes before the result, and nobody can skip it."""
    data = ladder_document().model_dump()
    order = ["quiz", "address", "result", "offer"]
    steps = [step for step in data["steps"] if step["key"] in order]
    steps.sort(key=lambda step: order.index(step["key"]))
    steps[1] |= {"is_skippable": False, "skip_label": ""}
    return FunnelDocument.model_validate({**data, "steps": steps}, strict=False)


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
    assert str(NOT_OPEN) in visitor.html
    assert f'action="{visitor.at("quiz", "raise")}"' in visitor.html
    assert ("<!DOCTYPE" in visitor.html) is not has_script


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
        ([], "Please choose one of the answers."),
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
    assert f'role="alert" id="error-answer">{sentence}<' in visitor.html


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
    assert visitor.led_to == (address if has_script else "")
    assert everything() == before


@either
def test_post_to_an_unknown_visit_is_a_404(has_script: bool) -> None:
    visitor = Visitor(has_script=has_script)
    assert visitor.press(to=f"/v/{NO_KEY}/quiz/rate/", choice="a").response.status_code == 404


def test_404_without_any_funnel_leads_to_the_front_door(client: Client) -> None:
    response = client.get("/f/nothing/")
    assert response.status_code == 404
    assert '<a class="main" href="/">' in " ".join(response.content.decode().split())


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
    return dict.fromkeys((*names, "tab", "n", "m", "marketing"), text)


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


SURROGATES = "multipart/form-data; charset=unicode_escape; boundary=x"


def surrogates(*names: str) -> bytes:
    """Half a surrogate pair in each field, by a codec only an attacker names."""
    parts = (
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n\\ud800\r\n' for name in names
    )
    return "".join([*parts, "--x--\r\n"]).encode()


@either
def test_lone_surrogates_are_answered_clearly_and_store_nothing(has_script: bool) -> None:
    headers = {"HX-Request": "true"} if has_script else {}
    visitor = Visitor(has_script=has_script).finish_quiz().go_on_to("opt_in")
    before = everything()
    for address, names in (
        (visitor.at("address"), ("email", "first_name", "marketing")),
        (visitor.at("quiz", "raise"), ("email", "choice", "first_name", "m", "tab")),
        (visitor.at("quiz", "raise"), ("choice", "other")),
        (f"/f/{visitor.slug}/", ("utm_source", "utm_\\ud800", "choice", "nonce", "referrer")),
        (f"/f/{visitor.slug}/", ("good_time", "publication", "start")),
    ):
        # generic(): post() would encode the body anew.
        response = visitor.client.generic(
            "POST", address, surrogates(*names), SURROGATES, headers=headers
        )
        assert response.status_code == (422 if has_script else 200), (address, names)
        assert b"<h1" in response.content
    assert everything() == before


def test_lone_surrogates_in_the_landing_address_are_left_out() -> None:
    visitor = Visitor()
    response = visitor.client.generic(
        "GET",
        f"{visitor.address}?utm_source=%5Cud800",
        content_type="text/plain; charset=unicode_escape",
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
    body = "choice=a&" + "&".join(f"field{number}=x" for number in range(1_000))
    form = "application/x-www-form-urlencoded"
    for address in (visitor.at("quiz", "raise"), f"/f/{visitor.slug}/", f"/f/{visitor.slug}/seen/"):
        assert visitor.client.post(address, body, content_type=form).status_code == 400
    assert everything() == before


def test_an_address_with_many_campaign_fields_still_starts() -> None:
    query = "&".join(f"utm_x{number}=y" for number in range(200))
    visitor = Visitor().land(f"?utm_source=news&{query}").answer()
    assert visitor.heading == "What about your raise?"
    assert visitor.visit.source == "news"
