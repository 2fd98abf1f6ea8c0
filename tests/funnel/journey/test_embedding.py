from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from funnel.journey.embedding import came_from, carried, framing_host, hidden_fields
from funnel.journey.reading import visit_record
from funnel.journey.told import story
from funnel.models import Visit
from tests.funnel.factories import make_publication
from tests.funnel.journey.scored_documents import personality
from tests.laws import cases


@pytest.mark.parametrize(
    ("said", "host"),
    [
        ("example.com", "example.com"),
        ("Shop.Example.com:8080", "shop.example.com:8080"),
        ("localhost:3000", "localhost:3000"),
        ("[::1]:80", "[::1]:80"),
        ("", ""),
        ("https://example.com/", ""),
        ("a b", ""),
        ("example.com\n", ""),
        ("x" * 300, ""),
    ],
)
def test_framing_host_is_a_host_or_nothing(said: str, host: str) -> None:
    assert framing_host({"embed": said}) == host


def test_came_from_is_the_referrer_of_the_page_around_a_frame() -> None:
    own = {"referrer": "https://example.com/"}
    assert came_from(own) == "https://example.com/"
    framed = {**own, "embed": "example.com", "from": "https://search.example/q"}
    assert came_from(framed) == "https://search.example/q"
    assert came_from({**framed, "from": ""}) == "https://example.com/"


def test_hidden_fields_are_few_short_and_named() -> None:
    many = {f"h_f{number}": str(number) for number in range(12)}
    assert hidden_fields(many) == {f"f{number}": str(number) for number in range(10)}
    odd = {"h_plan": " pro ", "h_": "x", "h_Plan": "x", "plan": "x", "h_" + "n" * 31: "x"}
    assert hidden_fields({**odd, "h_empty": "", "h_nul": "a\0"}) == {"plan": "pro"}
    assert hidden_fields({"h_long": "y" * 300}) == {"long": "y" * 200}


@cases(200)
@given(st.dictionaries(st.text(max_size=40), st.text(max_size=400), max_size=30))
def test_carried_fields_are_carried_on_unchanged(fields: dict[str, str]) -> None:
    once = carried(fields)
    assert carried(once) == once


@pytest.mark.django_db
def test_a_frame_without_script_carries_all_of_it_into_the_visit(client: Client) -> None:
    make_publication(personality())
    query = "embed=example.com&from=https://a.example/x?y&utm_campaign=may&h_plan=pro&h_Bad=1"
    page = client.get(f"/f/rates/?{query}").content.decode()
    assert 'data-framed="' in page
    assert '<input type="hidden" name="h_plan" value="pro">' in page
    assert "h_Bad" not in page
    fields = {"embed": "example.com", "from": "https://a.example/x", "utm_campaign": "may"}
    client.post("/f/rates/", {**fields, "h_plan": "pro", "choice": "a"})
    visit = Visit.objects.get()
    assert (visit.embedded_on, visit.hidden, visit.source, visit.campaign) == (
        "example.com",
        {"plan": "pro"},
        "a.example",
        "may",
    )
    record = visit_record(visit.key)
    assert story(record, record.trail(), visit.started_at).hidden == {"plan": "pro"}
    framed = client.get(f"/v/{visit.key}/", follow=True).content.decode()
    assert 'data-framed="' in framed
    assert "framed.js" in framed


@pytest.mark.django_db
def test_a_page_of_its_own_knows_no_frame(client: Client) -> None:
    make_publication(personality())
    page = client.get("/f/rates/?h_plan=pro").content.decode()
    assert "framed" not in page
    assert 'name="h_plan"' in page
