from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from funnel.models import Funnel
from funnel.portable.writing import to_yaml
from quizzes.models import Choice
from tests.funnel.factories import (
    document_from,
    edited,
    make_document,
    make_funnel,
    make_publication,
    plain_document,
)

pytestmark = pytest.mark.django_db


def _run(*arguments: str) -> str:
    out = StringIO()
    call_command("funnel", *arguments, stdout=out)
    return out.getvalue()


def _error(*arguments: str) -> str:
    with pytest.raises(CommandError) as error:
        _run(*arguments)
    return str(error.value)


def _failed(*arguments: str) -> tuple[str, str]:
    """The last word of a command that failed, and what it had printed."""
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("funnel", *arguments, stdout=out)
    return str(error.value), out.getvalue()


def test_export_prints_the_draft_or_what_is_live() -> None:
    make_publication()
    Choice.objects.filter(key="a").update(text="Never")
    assert "Never" in _run("export", "rates")
    assert _run("export", "rates", "--live") == to_yaml(make_document())


def test_export_refuses_what_is_not_there(tmp_path: Path) -> None:
    make_funnel()
    assert _error("export", "none") == "There is no funnel 'none'. To see all: funnel list"
    assert _error("export", "rates", "--live") == (
        "1 thing is wrong:\n  'rates' is not live. Export its draft instead."
    )
    assert _error("export", "rates", "--output", str(tmp_path / "x.txt")) == (
        "--output: name a file that ends in .yaml or .zip."
    )


def test_publish_and_unpublish() -> None:
    make_funnel()
    assert _run("publish", "rates") == "Live: rates, version 1.\n"
    assert _run("unpublish", "rates") == "Taken down: rates.\n"
    assert Funnel.objects.get().publication is None


def test_check_says_who_gets_which_result() -> None:
    make_funnel()
    lines = _run("check", "rates").splitlines()
    assert lines[0].startswith("rates: 0 errors, ")
    assert lines[-4:] == [
        "quiz: 2 questions, 20 seconds",
        "  discounter   50.0 %",
        "  planner      50.0 %",
        "  ties 0.0 %, the default for want of another 0.0 %, 4 ways",
    ]


def test_check_lists_the_faults_of_a_draft() -> None:
    funnel = make_funnel()
    funnel.steps.filter(kind="result").update(invite="")
    summary, text = _failed("check", "rates")
    assert summary == "rates: 1 error, 0 warnings."
    assert text.splitlines() == [
        summary,
        "",
        "error S100 steps[1].invite",
        "  This is empty. Write something.",
        "  Why: docs/check/unfinished.md",
    ]
    assert _error("publish", "rates") == (
        "1 thing is wrong:\n  steps[1].invite: This is empty. Write something."
    )


def test_check_tells_machines_the_same(tmp_path: Path) -> None:
    data = edited(plain_document(), ("steps[2].body", "[[what arrives]] [[how often]]"))
    (tmp_path / "f.yaml").write_text(to_yaml(document_from(data)), encoding="utf-8")
    summary, text = _failed("check", str(tmp_path / "f.yaml"), "--format", "json")
    told = json.loads(text)
    assert summary.endswith(f"{told['errors']} error, {told['warnings']} warnings.")
    assert told["findings"][0] == {
        "code": "S115",
        "severity": "error",
        "family": "structure",
        "place": "steps.address.body",
        "path": "steps[2].body",
        "message": "Still to be filled in: “what arrives”. Write your own words there.",
        "fix": None,
        "ignored_because": None,
        "page": "docs/check/fill-in.md",
    }


def test_check_fails_on_warnings_only_when_strict(tmp_path: Path) -> None:
    points = "steps[0].quiz.questions[1].choices"
    tied = edited(
        plain_document(),
        (f"{points}[0].points", {"discounter": 2}),
        (f"{points}[1].points", {"planner": 2}),
    )
    (tmp_path / "f.yaml").write_text(to_yaml(document_from(tied)), encoding="utf-8")
    assert "warning S110 steps[0].quiz.tie\n" in _run("check", str(tmp_path / "f.yaml"))
    assert "warning S110" in _failed("check", str(tmp_path / "f.yaml"), "--strict")[1]


def test_check_of_what_is_no_funnel_names_its_faults(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text("format: 1\nslug: a\n", encoding="utf-8")
    assert (
        "error S100 hook\n  This is missing. Add it."
        in _failed("check", str(tmp_path / "f.yaml"))[1]
    )


def test_check_reads_a_file_and_stores_nothing(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text(to_yaml(make_document()), encoding="utf-8")
    assert "f.yaml: 0 errors, " in _run("check", str(tmp_path / "f.yaml"))
    assert Funnel.objects.count() == 0


def test_list_names_every_funnel() -> None:
    make_funnel(make_document(slug="a", name="A"), is_demo=True)
    make_publication()
    assert _run("list") == ("a  draft  demo  A\nrates  live, version 1  What is your hour worth?\n")
