"""Files from the browser: taken as a whole or refused with a sentence each, nothing stored."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from funnel.drafts.undoing import undo
from funnel.models import Edit, Funnel
from funnel.portable.exporting import export_document, export_media
from funnel.portable.schema import schema_text
from funnel.portable.writing import to_yaml, to_zip
from funnel.starts.gallery import STARTS
from tests.funnel.admin.conftest import NOW, Login
from tests.funnel.row_counts import rows

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


pytestmark = pytest.mark.django_db
ADDRESS = "/admin/funnel/funnel/import/"
GOOD = to_yaml(STARTS[0].example)


def sent(client: Client, content: bytes, name: str = "funnel.yaml", **more: str) -> Answer:
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, content), **more})


def zipped(
    entries: dict[str, bytes], change: Callable[[zipfile.ZipInfo], None] | None = None
) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            if change:
                change(info)
            archive.writestr(info, content)
    return out.getvalue()


def symlink(info: zipfile.ZipInfo) -> None:
    info.create_system = 3
    info.external_attr = 0o120777 << 16


def twice() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("funnel.yaml", GOOD)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("funnel.yaml", GOOD)
    return out.getvalue()


LOOP = "{% for a in (1..1000000) %}{% for b in (1..1000000) %}x{% endfor %}{% endfor %}"
YAMLS = {
    "bomb": ("a: &a [x, x]\nb: &b [*a, *a]\n", "anchors (&amp;) and aliases (*) are not read"),
    "cycle": ("a: &a\n  - *a\n", "anchors (&amp;) and aliases (*) are not read"),
    "object": ("a: !!python/object/apply:os.system [id]\n", "tags (!) are not read"),
    "deep": ("[" * 5000, "nested deeper than 30 levels"),
    "none": ("just words\n", "The file must begin with format: 1."),
    "no format": (GOOD.replace("format: 1\n", "", 1), "the first line is format: 1."),
    "newer": (GOOD.replace("format: 1", "format: 99", 1), "This file is of format 99"),
    "older": (GOOD.replace("format: 1", "format: 0", 1), "Say which format this is"),
    "liquid": (GOOD.replace("Which sentence is yours?", f"'{LOOP}'"), "questions[0].text"),
    "unknown": (GOOD + "surprise: 1\n", "surprise"),
    "traversal": (
        GOOD.replace(
            "theme:\n",
            "theme:\n  logo: {path: ../../etc/passwd, sha256: " + "0" * 64 + ", alt: x}\n",
            1,
        ),
        "theme.logo.path",
    ),
    "missing file": (
        GOOD.replace(
            "theme:\n", "theme:\n  logo: {path: media/a.png, sha256: " + "0" * 64 + ", alt: x}\n", 1
        ),
        "The file media/a.png is not there. Add it.",
    ),
}


@pytest.mark.parametrize("name", YAMLS)
def test_a_bad_text_is_refused_with_sentences_and_nothing_is_stored(
    marketer: Client, name: str
) -> None:
    content, sentence = YAMLS[name]
    before = rows()

    response = sent(marketer, content.encode())

    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "Nothing was stored." in page
    assert rows() == before


def test_other_encodings_huge_texts_and_other_files_are_refused(marketer: Client) -> None:
    before = rows()
    answers = {
        "utf-16": sent(marketer, GOOD.encode("utf-16")),
        "latin": sent(marketer, "format: 1\nname: Ça\n".encode("latin-1")),
        "huge": sent(marketer, GOOD.encode() + b"#" * (2 * 1024 * 1024)),
        "empty": sent(marketer, b""),
        "picture": sent(marketer, b"GIF89a", name="funnel.gif"),
        "no file": marketer.post(ADDRESS),
    }

    sentences = {
        "utf-16": "The file is not in UTF-8",
        "latin": "The file is not in UTF-8",
        "huge": "The file is larger than 2 MB",
        "empty": "This file is empty",
        "picture": "neither a .zip nor a .yaml",
        "no file": "Choose a file first.",
    }
    assert {name: each.status_code for name, each in answers.items()} == dict.fromkeys(answers, 422)
    for name, sentence in sentences.items():
        assert sentence in answers[name].content.decode()
    assert rows() == before


ZIPS: dict[str, tuple[Callable[[], bytes], str]] = {
    "no zip": (lambda: b"PK\x03\x04 broken", "This zip is damaged."),
    "no document": (lambda: zipped({"media/a.png": b"x"}), "There is no funnel.yaml in this zip."),
    "traversal": (
        lambda: zipped({"funnel.yaml": GOOD.encode(), "../evil.yaml": b"x"}),
        "Only funnel.yaml and media/&lt;name&gt;",
    ),
    "absolute": (
        lambda: zipped({"funnel.yaml": GOOD.encode(), "/etc/passwd": b"x"}),
        "Only funnel.yaml and media/&lt;name&gt;",
    ),
    "link": (
        lambda: zipped({"funnel.yaml": b"/etc/passwd"}, symlink),
        "The file must begin with format: 1.",
    ),
    "twice": (twice, "This file stands in the zip twice."),
    "bomb": (
        lambda: zipped({"funnel.yaml": GOOD.encode(), "media/a.png": bytes(101 * 1024 * 1024)}),
        "Unpacked, this zip is larger than 100 MB.",
    ),
    "unused": (
        lambda: zipped({"funnel.yaml": GOOD.encode(), "media/a.png": b"x"}),
        "The funnel names no such file. Remove it.",
    ),
}


@pytest.mark.parametrize("name", ZIPS)
def test_a_bad_zip_is_refused_with_sentences_and_nothing_is_stored(
    marketer: Client, name: str
) -> None:
    make, sentence = ZIPS[name]
    before = rows()

    response = sent(marketer, make(), name="funnel.zip")

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert rows() == before


def test_a_script_in_a_text_is_shown_as_words(marketer: Client) -> None:
    script = "<script>alert(1)</script> <img src=x onerror=alert(1)>"
    content = GOOD.replace("Which sentence is yours?", script)

    response = sent(marketer, content.encode())
    shown = marketer.get(reverse("admin:funnel_preview", args=[Funnel.objects.get().pk]))

    assert response.status_code == 302
    assert "<script>alert(1)" not in shown.content.decode()
    assert "&lt;script&gt;alert(1)" in shown.content.decode()


def test_what_the_download_gives_comes_in_on_another_installation(
    marketer: Client, money_habits: Funnel
) -> None:
    document = export_document(money_habits)
    content = to_zip(document, export_media(document))
    money_habits.slug = "elsewhere"
    money_habits.save()

    response = sent(marketer, content, name="money-habits.ZIP")

    made = Funnel.objects.get(slug="money-habits")
    assert response["Location"] == reverse("studio:page", args=[made.pk])
    assert export_document(made) == document


def test_a_taken_address_is_asked_about_first(marketer: Client) -> None:
    sent(marketer, GOOD.encode())
    before = rows()

    asked = sent(marketer, GOOD.encode())

    page = asked.content.decode()
    assert asked.status_code == 422
    assert "stands at /f/first-step/ already" in page
    assert "/f/first-step-2/" in page
    assert page.count('type="radio"') == 2
    assert rows() == before


def test_it_comes_in_beside_the_other_one_where_that_is_chosen(marketer: Client) -> None:
    sent(marketer, GOOD.encode())
    sent(marketer, GOOD.encode(), taken="new")

    assert sorted(Funnel.objects.values_list("slug", flat=True)) == ["first-step", "first-step-2"]


def test_it_writes_over_the_draft_where_that_is_chosen_and_can_be_undone(marketer: Client) -> None:
    sent(marketer, GOOD.encode())
    funnel = Funnel.objects.get()
    changed = GOOD.replace("Which sentence is yours?", "Which one are you?")

    response = sent(marketer, changed.encode(), taken="replace")

    texts = [export_document(funnel).steps[0].model_dump()["quiz"]["questions"][0]["text"]]
    assert response.status_code == 302
    assert list(Edit.objects.values_list("words", flat=True)) == ["draft imported from a file"]
    undo(funnel=funnel, by=None, now=NOW)
    texts.append(export_document(funnel).steps[0].model_dump()["quiz"]["questions"][0]["text"])
    assert texts == ["Which one are you?", "Which sentence is yours?"]
    assert Funnel.objects.count() == 1


def test_a_fault_leaves_the_standing_draft_alone(marketer: Client) -> None:
    sent(marketer, GOOD.encode())
    before = rows()
    bad = GOOD.replace("target: offer", "target: step:nowhere")

    for taken in ("", "replace", "new"):
        response = sent(marketer, bad.encode(), taken=taken)
        assert response.status_code == 422
        assert "sequences[0].messages[3].button.target" in response.content.decode()
    assert rows() == before


def test_the_schema_stands_at_an_address_for_anybody(client: Client, login: Login) -> None:
    response = client.get("/funnel.schema.json")

    assert response.status_code == 200
    assert response["Content-Type"] == "application/schema+json"
    assert response.content.decode() == schema_text()
    assert 'href="/funnel.schema.json"' in login("Marketing").get(ADDRESS).content.decode()
