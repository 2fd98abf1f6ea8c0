"""With JavaScript off everything still works: plain forms, plain pages."""

from __future__ import annotations

import re
import urllib.parse
import urllib.request

import pytest

from funnel.models import Conversion
from leads.models import Consent, EmailAddress, Lead
from nurture.models import Delivery
from tests.journeys.conftest import NewWalker
from tests.journeys.rows import every_table, stored
from tests.journeys.walking import FUNNEL, LADDER, Walker

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(new_walker: NewWalker) -> Walker:
    return new_walker(javascript=False)


def test_landing_to_the_call_without_script(plain: Walker) -> None:
    seen = [plain.screen()]
    while plain.screen() != "opt_in opt_in":
        seen.append(plain.pass_by().screen())
    assert seen == LADDER[: LADDER.index("opt_in opt_in") + 1]

    before = every_table()
    plain.page.get_by_label("First name").fill("Jo")
    plain.page.get_by_label("E-mail").fill("jo@@example")
    plain.page.get_by_label("Yes, also send me").check()
    plain.tap("Send it to me")
    assert every_table() == before, "a wrong address stores nothing"
    field = plain.page.get_by_label("E-mail")
    assert field.get_attribute("aria-invalid") == "true"
    assert plain.page.locator(f"#{field.get_attribute('aria-describedby')}").is_visible()
    assert plain.page.get_by_label("First name").input_value() == "Jo"
    assert field.input_value() == "jo@@example"
    assert plain.page.get_by_label("Yes, also send me").is_checked()

    field.fill("jo@example.com")
    plain.tap("Send it to me")
    assert plain.screen() == "series series"
    assert "E-mail" not in plain.text(), "the address is known and not asked for again"
    plain.tap("No thanks")
    assert plain.screen() == "offer offer"
    assert list(Lead.objects.values_list("name", flat=True)) == ["Jo"]
    given = [("requested", "given"), ("marketing", "given")]
    assert list(Consent.objects.order_by("pk").values_list("purpose", "moment")) == given
    assert Delivery.objects.count() == 1

    plain.go_on()
    plain.page.get_by_label("Phone").fill("+49 170 1234567")
    plain.tap("Ask for the call")
    assert plain.heading() == "Done. Here is what happens next"
    assert set(Conversion.objects.values_list("kind", flat=True)) == {"pressed", "call"}
    assert Lead.objects.get().phone == "+491701234567"


def test_address_once_given_is_never_shown_again(plain: Walker) -> None:
    plain.walk_to("opt_in opt_in").page.get_by_label("E-mail").fill("jo@example.com")
    plain.tap("Send it to me").back()
    assert plain.screen() == "opt_in opt_in"
    assert "jo@example.com" not in plain.page.content()
    assert EmailAddress.objects.count() == 1


def test_reload_after_an_answer_sends_no_form_again(plain: Walker) -> None:
    plain.answer(1).answer(1)
    before = stored()
    plain.page.reload()
    assert plain.label() == "3 of 6"
    assert stored() == before


def test_back_shows_the_earlier_answer_marked(plain: Walker) -> None:
    plain.tap("That is my price").back()
    assert plain.chosen() == ["That is my price"]


def test_same_landing_form_sent_twice_is_one_visit(demo: object, live_site: str) -> None:
    with urllib.request.urlopen(live_site + FUNNEL, timeout=20) as answer:
        html = answer.read().decode()
    hidden = dict(re.findall(r'name="(publication|nonce)" value="([^"]+)"', html))
    form = urllib.parse.urlencode({**hidden, "choice": "firm"}).encode()
    ends = []
    for _ in range(2):
        with urllib.request.urlopen(live_site + FUNNEL, data=form, timeout=20) as answer:
            ends.append(answer.url)
    assert ends[0] == ends[1]
    assert ends[0].endswith("/quiz/raise/")
    assert stored() == {"visits": 1, "answers": 1, "screens": 3}


def test_a_step_ahead_leads_to_the_open_one(plain: Walker) -> None:
    plain.answer(1)
    key = plain.key()
    plain.page.goto(f"{plain.site}/v/{key}/offer/")
    assert (plain.screen(), plain.label()) == ("quiz question", "2 of 6")


@pytest.mark.parametrize("path", ["/f/nobody/", "/v/AAAAAAAAAAAAAAAAAAAAAA/", "/e/nothing/", "/x"])
def test_unknown_address_is_a_friendly_page_with_a_way_on(plain: Walker, path: str) -> None:
    answer = plain.page.goto(plain.site + path)
    assert answer is not None
    assert answer.status == 404
    assert plain.heading() == "We cannot find this page"
    plain.tap("Money habits quiz")
    assert plain.screen() == "quiz question"
