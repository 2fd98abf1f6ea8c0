from __future__ import annotations

from unittest.mock import patch

import pytest
from django.core.files.storage import default_storage

from funnel.journey import gift_paper
from funnel.models import Download
from funnel.papers.compiling import BusyPressError
from leads.models import Activity, MediaFile
from nurture.models import Delivery
from nurture.writing.links import make_links
from tests.funnel.journey.gift_documents import PDF
from tests.funnel.journey.test_gifts import ADDRESS, at, at_list, both
from tests.funnel.journey.visitor import Visitor

pytestmark = pytest.mark.django_db

NAME = "rate-talk.pdf"


def read(visitor: Visitor) -> bytes:
    return b"".join(visitor.response.streaming_content)


def taken() -> Download:
    return Download.objects.get(step_key="guide")


@both
def test_a_guide_shows_its_file_with_its_size(has_script: bool) -> None:
    visitor = at("guide", has_script=has_script)
    assert "PDF, 1.2 MB" in visitor.html
    assert f'{visitor.at("guide")}" aria-label="The address of this page"' in visitor.html
    visitor.press(act="take")
    sent = visitor.response.headers
    wanted = f"/v/{visitor.visit.key}/guide/file/{NAME}"
    assert (sent.get("Refresh") or sent["HX-Redirect"]).removeprefix("0; url=") == wanted
    view = visitor.visit.step_views.get(step_key="guide")
    assert (view.is_yes, taken().file_opened_at is not None) == (True, True)


def test_the_file_comes_as_a_download_of_its_own_name() -> None:
    visitor = at("guide")
    visitor.look(f"{visitor.at('guide')}file/{NAME}")
    assert read(visitor) == PDF
    sent = visitor.response.headers
    wanted = ("Content-Disposition", "Cache-Control", "X-Content-Type-Options", "Content-Type")
    assert [sent[name] for name in wanted] == [
        f'attachment; filename="{NAME}"',
        "private",
        "nosniff",
        "application/pdf",
    ]


def test_the_file_is_answered_in_parts() -> None:
    visitor = at("guide")
    address = f"{visitor.at('guide')}file/{NAME}"
    visitor.response = visitor.client.get(address, headers={"Range": "bytes=0-7"})
    assert (visitor.response.status_code, read(visitor)) == (206, PDF[:8])
    visitor.response = visitor.client.get(address, headers={"Range": "bytes=9999999-"})
    assert visitor.response.status_code == 416


def test_looking_at_the_file_writes_nothing() -> None:
    visitor = at("guide").go_on_to("opt_in").press(act="next", email=ADDRESS)
    address = f"{visitor.at('guide')}file/{NAME}"
    before = (Activity.objects.count(), list(Download.objects.values()))
    for _ in range(5):
        read(visitor.look(address))
    assert (Activity.objects.count(), list(Download.objects.values())) == before


def test_the_file_is_told_once_with_the_time_of_its_first_press() -> None:
    visitor = at("guide").press(act="take")
    first = taken().file_opened_at
    visitor.look(visitor.at("guide")).press(act="take")
    assert taken().file_opened_at == first
    visitor.look(visitor.at("guide")).press(act="next").go_on_to("opt_in")
    visitor.press(act="next", email=ADDRESS)
    rows = Activity.objects.filter(subject__endswith="/guide").order_by("source_key")
    assert [(row.label, row.points_key) for row in rows] == [
        ("Read the guide: The price talk, sentence by sentence", "gift"),
        ("Took the file: The price talk, sentence by sentence", "gift"),
    ]
    assert rows[1].occurred_at == first


def test_a_file_before_its_turn_leads_to_the_screen_that_is_open() -> None:
    visitor = at("checklist")
    visitor.look(f"{visitor.at('guide')}file/{NAME}")
    assert (visitor.response.status_code, visitor.response["Location"]) == (302, visitor.at("list"))


def test_a_link_of_ones_own_mail_opens_the_file_before_its_turn() -> None:
    visitor = at_list().press(act="mail", email=ADDRESS)
    delivery = Delivery.objects.get()
    link = make_links(delivery=delivery, targets=["step:guide"])["step:guide"]
    mail_token = link.rstrip("/").rpartition("/")[2]
    visitor.look(f"{visitor.at('guide')}?m={mail_token}")
    assert visitor.screen == "guide"
    visitor.press(act="take")
    address = visitor.response.headers["HX-Redirect"]
    assert address.endswith(f"{NAME}?m={mail_token}")
    assert read(visitor.look(address)) == PDF
    assert visitor.look(address[:-1]).response.status_code == 302


@pytest.mark.parametrize(
    ("step", "rest"),
    [
        ("list", f"file/{NAME}"),
        ("nothing", f"file/{NAME}"),
        ("nothing", "checklist.pdf"),
        ("result", "checklist.pdf"),
    ],
)
def test_what_a_step_does_not_have_is_missing(step: str, rest: str) -> None:
    visitor = at("guide")
    visitor.look(f"{visitor.at(step)}{rest}")
    assert visitor.response.status_code == 404


def test_a_foreign_key_opens_nothing() -> None:
    visitor = at("guide")
    for rest in (f"guide/file/{NAME}", "list/checklist.pdf"):
        assert visitor.look(f"/v/{'x' * 22}/{rest}").response.status_code == 404


def test_a_lost_file_is_missing_and_its_page_stands() -> None:
    visitor = at("guide")
    default_storage.delete(str(MediaFile.objects.get().file.name))
    assert visitor.look(f"{visitor.at('guide')}file/{NAME}").response.status_code == 404
    assert "Take it with you" in visitor.look(visitor.at("guide")).html


def test_the_checklist_as_pdf_is_private_and_shows_the_ticks() -> None:
    visitor = at("checklist").press(act="keep", tick=["rate", "yes"])
    with patch.object(gift_paper, "compiled", return_value=b"%PDF") as made:
        visitor.look(f"{visitor.at('list')}checklist.pdf")
    template, paper, form = made.call_args.args
    assert (template, form, paper["count"]) == ("checklist", "pdf", "2 of 7")
    assert [item["is_ticked"] for item in paper["items"]] == [i in {0, 3} for i in range(7)]
    sent = visitor.response.headers
    assert (sent["Content-Type"], sent["Cache-Control"], sent["Content-Disposition"]) == (
        "application/pdf",
        "private, no-store",
        'inline; filename="gifts-list.pdf"',
    )


def test_a_pdf_that_cannot_be_made_now_asks_to_come_again() -> None:
    visitor = at("checklist")
    with patch.object(gift_paper, "compiled", side_effect=BusyPressError):
        visitor.look(f"{visitor.at('list')}checklist.pdf")
    assert (visitor.response.status_code, visitor.response["Retry-After"]) == (503, "5")


def test_a_film_from_elsewhere_has_its_own_page_and_policy() -> None:
    visitor = at("link")
    address = visitor.at("youtube")
    posted = visitor.client.post(visitor.address, {"act": "next"}, headers={"HX-Request": "true"})
    assert posted.headers["HX-Redirect"] == address
    page = visitor.client.get(address)
    policy = page.headers["Content-Security-Policy"]
    frames = next(part for part in policy.split("; ") if part.startswith("frame-src"))
    assert set(frames.split()) == {"frame-src", "'self'", "https://www.youtube-nocookie.com"}
    assert b"<iframe" not in page.content
    here = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{address}"}
    again = visitor.client.get(address, headers=here)
    assert "HX-Redirect" not in again.headers
    other = visitor.client.get(visitor.at("link"))
    assert "youtube" not in other.headers["Content-Security-Policy"]
