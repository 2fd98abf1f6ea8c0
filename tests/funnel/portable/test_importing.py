from __future__ import annotations

import zipfile
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db.models import Model

from funnel.models import Funnel, Publication, SeriesRule, Step
from funnel.portable import importing
from funnel.portable.exporting import export_document
from funnel.portable.importing import import_funnel
from funnel.portable.refusal import ImportRefusedError
from funnel.portable.writing import to_yaml, to_zip
from funnel.publishing import publish
from leads.models import LeadMagnet, MediaFile
from nurture.models import Sequence
from quizzes.models import Choice, Quiz
from tests.funnel.factories import (
    GONE,
    MEDIA,
    NOW,
    document_from,
    edited,
    make_document,
    make_funnel,
    make_rich_document,
    plain_document,
    rich_document,
)
from tests.funnel.row_counts import rows

pytestmark = pytest.mark.django_db


def _import(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("funnel", "import", str(path), *options, stdout=out)
    return out.getvalue()


def _refused(path: Path, *options: str) -> list[str]:
    """The lines of the refusal; nothing may have been stored."""
    before = rows()
    with pytest.raises(CommandError) as refused:
        call_command("funnel", "import", str(path), *options)
    assert rows() == before
    if not options and path.exists():
        _assert_checked(path, str(refused.value).splitlines()[1:])
    return str(refused.value).splitlines()


def _assert_checked(path: Path, faults: list[str]) -> None:
    """The check names each of these faults, too."""
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("funnel", "check", str(path), stdout=out)
    said = [line.strip() for line in out.getvalue().splitlines()]
    assert [each for each in faults if not any(each.endswith(line) for line in said if line)] == []


def _written(folder: Path, text: str) -> Path:
    (folder / "f.yaml").write_text(text, encoding="utf-8")
    return folder / "f.yaml"


def test_import_writes_a_draft_only(tmp_path: Path) -> None:
    path = _written(tmp_path, to_yaml(make_document()))
    assert _import(path, "--demo") == (
        "Imported the draft: rates. To put it live: funnel publish rates\n"
    )
    funnel = Funnel.objects.get()
    assert (funnel.publication, funnel.is_demo) == (None, True)
    assert Publication.objects.count() == 0


def test_every_fault_of_the_shape_is_listed_with_its_place(tmp_path: Path) -> None:
    text = to_yaml(make_document())
    text = text.replace("format: 1\n", "format: 1\nslug: twice\n")
    text = text.replace("scoring: personality", "scorign: personality")
    text = text.replace("discounter: 2", "discounter: lots")
    text = text.replace("headline: Raise it together", "headline: 3")
    text = text.replace("kind: result", "kind: outcome")
    text = text.replace("days: 2", "days: 400").replace("09:30", "half past nine")
    points = "steps[0].quiz.questions[0].choices[0].points.discounter"
    kinds = "'quiz', 'poll', 'result', 'checklist', 'guide', 'video', 'series', 'link', "
    kinds += "'statement', 'opt_in', 'offer'"
    assert _refused(_written(tmp_path, text)) == [
        "8 things are wrong:",
        "  slug: This key stands twice, in lines 2 and 3. Keep one.",
        "  steps[0].quiz.scoring: This is missing. Add it.",
        f"  {points}: This must be a whole number.",
        "  steps[0].quiz.scorign: There is no key 'scorign' here. Did you mean 'scoring'?",
        f"  steps[1]: There is no kind 'outcome'. It is one of: {kinds}.",
        "  steps[3].offer.headline: This must be text. Put it in quotes.",
        "  sequences[0].messages[1].delay.days: This must be 365 or less.",
        "  sequences[0].messages[1].delay.at: Write a time like '09:30', in quotes.",
    ]


def test_every_missing_reference_is_listed_with_its_place(tmp_path: Path) -> None:
    data = edited(
        plain_document(),
        ("steps[0].quiz.questions[0].choices[1].points", {"pirate": 1}),
        ("steps[0].quiz.default_outcome", "pirate"),
        ("series_rules[0].sequence", "nothing"),
    )
    assert _refused(_written(tmp_path, to_yaml(document_from(data)))) == [
        "4 things are wrong:",
        "  steps[0].quiz.default_outcome: There is no result 'pirate' in this quiz.",
        (
            "  steps[0].quiz.questions[0].choices[1].points.pirate:"
            " There is no result 'pirate' in this quiz."
        ),
        "  series_rules[0].sequence: There is no mail series 'nothing' in this funnel.",
        "  sequences[0].key: Nobody gets 'after'. Add a rule for it in series_rules, or remove it.",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file must begin with format: 1."),
        ("- a", "The file must begin with format: 1."),
        ("slug: a", "format: Say which format this is: the first line is format: 1."),
        ("format: '1'", "format: Say which format this is: the first line is format: 1."),
        (
            "format: 2",
            (
                "format: This file is of format 2; this installation reads up to 1."
                " Bring Small Yes up to date first."
            ),
        ),
        (
            'format: 1\nslug: "a\\0b"',
            "slug: This text has characters in it that no keyboard makes.",
        ),
        (
            'format: 1\nslug: "\\ud800"',
            "slug: This text has characters in it that no keyboard makes.",
        ),
    ],
)
def test_what_is_no_funnel_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    assert _refused(_written(tmp_path, text)) == ["1 thing is wrong:", f"  {sentence}"]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "none.yaml"
    assert _refused(path) == [f"{path}: No such file or directory."]


def test_media_are_checked_against_the_document(tmp_path: Path) -> None:
    path = tmp_path / "f.zip"
    changed = {**MEDIA, "media/rate.mp4": b"other", "media/more.pdf": b"%PDF-1.7"}
    del changed["media/rate.vtt"]
    path.write_bytes(to_zip(make_rich_document(), changed))
    assert _refused(path) == [
        "3 things are wrong:",
        "  steps[5].magnet.file.sha256: media/rate.mp4 is another file than this SHA-256 says.",
        "  steps[5].magnet.captions.path: The file media/rate.vtt is not there. Add it.",
        "  media/more.pdf: The funnel names no such file. Remove it.",
    ]


def test_media_that_lead_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "funnel"
    (folder / "media").mkdir(parents=True)
    (tmp_path / "secret").write_bytes(MEDIA["media/rate.mp4"])
    for path, content in MEDIA.items():
        (folder / path).write_bytes(content)
    (folder / "media/rate.mp4").unlink()
    (folder / "media/rate.mp4").symlink_to(tmp_path / "secret")
    assert _refused(_written(folder, to_yaml(make_rich_document()))) == [
        "1 thing is wrong:",
        "  steps[5].magnet.file.path: This leads out of the funnel's folder.",
    ]


def test_a_zip_without_a_funnel_is_refused_as_a_whole(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "f.zip", "w") as archive:
        archive.writestr("../evil", b"x")
    assert len(_refused(tmp_path / "f.zip")) == 3


def test_a_funnel_that_stands_is_not_written_over() -> None:
    make_funnel()
    before = rows()
    with pytest.raises(ImportRefusedError) as refused:
        make_funnel()
    assert [str(fault) for fault in refused.value.faults] == [
        "slug: A funnel 'rates' stands already. Write another slug, or replace its draft."
    ]
    assert rows() == before


def test_a_failure_halfway_leaves_no_row_and_no_file(
    monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    before = rows()

    def broken(**_: object) -> None:
        assert MediaFile.objects.count() == 3
        raise RuntimeError("halfway")

    monkeypatch.setattr(importing, "write_series", broken)
    with pytest.raises(RuntimeError, match="halfway"):
        make_funnel(make_rich_document())
    assert rows() == before
    root = Path(str(settings.MEDIA_ROOT))  # type: ignore[attr-defined]  # Django's settings
    assert [path for path in root.rglob("*") if path.is_file()] == []


def _ids(*models: type[Model]) -> list[list[int]]:
    return [
        list(model._base_manager.order_by("pk").values_list("pk", flat=True)) for model in models
    ]


def test_replace_keeps_rows_that_keep_their_key() -> None:
    funnel = make_funnel(make_rich_document())
    live = publish(funnel=funnel, now=NOW, by=None)
    kept = (Step, Quiz, Choice, LeadMagnet, Sequence, MediaFile)
    before = _ids(*kept)
    again = make_funnel(make_rich_document(name="Another name"), replace=True)
    assert (again, again.publication) == (funnel, live)
    assert _ids(*kept) == before
    assert export_document(again) == make_rich_document(name="Another name")


def test_replace_takes_away_what_is_gone_and_changes_kinds() -> None:
    make_funnel(make_rich_document())
    data = edited(
        rich_document(),
        ("steps[6]", {**rich_document()["steps"][4], "key": "thought", "show_if": None}),
        ("steps[4]", GONE),
        ("steps[3]", GONE),
        ("steps[1]", GONE),
        ("sequences[1]", GONE),
        ("series_rules[1]", GONE),
    )
    smaller = document_from(data)
    assert export_document(make_funnel(smaller, replace=True)) == smaller
    counts = [
        model._base_manager.count() for model in (Step, Quiz, LeadMagnet, Sequence, SeriesRule)
    ]
    assert counts == [6, 1, 2, 1, 1]


def test_replace_leaves_a_series_that_was_live() -> None:
    publish(funnel=make_funnel(make_rich_document()), now=NOW, by=None)
    data = edited(rich_document(), ("sequences[1]", GONE), ("series_rules[1]", GONE))
    make_funnel(document_from(data), replace=True)
    assert sorted(Sequence.objects.values_list("key", flat=True)) == ["after", "planning"]


def test_who_imported_stands_in_the_history() -> None:
    by = User.objects.create_user("mia")
    import_funnel(document=make_document(), media={}, now=NOW + timedelta(days=1), by=by)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.change_message) == (by, "Imported the draft from a file.")
