from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from funnel.models import Funnel
from funnel.portable.writing import to_yaml
from quizzes.models import Choice
from tests.funnel.factories import make_document, make_funnel, make_publication

pytestmark = pytest.mark.django_db


def _run(*arguments: str) -> str:
    out = StringIO()
    call_command("funnel", *arguments, stdout=out)
    return out.getvalue()


def _error(*arguments: str) -> str:
    with pytest.raises(CommandError) as error:
        _run(*arguments)
    return str(error.value)


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
    assert _run("check", "rates").splitlines() == [
        "Nothing is wrong with rates.",
        "quiz: 2 questions, 20 seconds",
        "  discounter   50.0 %",
        "  planner      50.0 %",
        "  ties 0.0 %, the default for want of another 0.0 %, 4 ways",
    ]


def test_check_lists_the_faults_of_a_draft() -> None:
    funnel = make_funnel()
    funnel.steps.filter(kind="result").update(invite="")
    assert _error("check", "rates") == (
        "1 thing is wrong:\n  steps[1].invite: This is empty. Write something."
    )
    assert _error("publish", "rates") == _error("check", "rates")


def test_check_reads_a_file_and_stores_nothing(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text(to_yaml(make_document()), encoding="utf-8")
    assert _run("check", str(tmp_path / "f.yaml")).startswith("Nothing is wrong with ")
    assert Funnel.objects.count() == 0


def test_list_names_every_funnel() -> None:
    make_funnel(make_document(slug="a", name="A"), is_demo=True)
    make_publication()
    assert _run("list") == ("a  draft  demo  A\nrates  live, version 1  What is your hour worth?\n")
