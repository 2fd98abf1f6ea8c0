"""A small project of its own: what is collected, written, compiled and complained of."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from funnel.catalogs.collecting import python_of
from funnel.catalogs.files import PLURALS, mo_path, po_path
from funnel.catalogs.keeping import bring_in_line, complaints

CODE = """
from django.utils.translation import gettext_lazy as _, ngettext
A = _("Save it")
B = _("At most %(most)s.") % {"most": 3}
C = ngettext("%(n)s mail", "%(n)s mails", 2) % {"n": 2}
D = print("Not this")
"""
TEMPLATE = """{% load i18n %}
<p title="{% translate "Press “Go”" %}">{% blocktranslate trimmed count n=n with who=name %}
  {{ who }} has {{ n }} text
{% plural %}
  {{ who }} has {{ n }} texts
{% endblocktranslate %}</p>
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "funnel" / "migrations").mkdir(parents=True)
    (tmp_path / "templates").mkdir()
    (tmp_path / "funnel" / "words.py").write_text(CODE)
    (tmp_path / "funnel" / "migrations" / "0001.py").write_text('_("Old")')
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    (tmp_path / "templates" / "page.css").write_text('{% translate "Not here" %}')
    bring_in_line(tmp_path)
    return tmp_path


def say(project: Path, language: str, *said: tuple[str, str]) -> None:
    """Fills empty entries, by the line that stands before each."""
    path = po_path(project, language)
    text = path.read_text()
    for before, line in said:
        assert f"{before}\n" in text, before
        text = text.replace(f'{before}\nmsgstr ""', f"{before}\n{line}")
    path.write_text(text)


def test_every_text_is_collected_and_english_is_whole(project: Path) -> None:
    assert [line for line in complaints(project) if line.startswith("en:")] == []
    assert po_path(project, "de").read_text().split("\n\n", 1)[1] == (
        '#: funnel/words.py\n#, python-format\nmsgid "%(n)s mail"\nmsgid_plural "%(n)s mails"\n'
        'msgstr[0] ""\nmsgstr[1] ""\n\n'
        '#: templates/page.html\n#, python-format\nmsgid "%(who)s has %(n)s text"\n'
        'msgid_plural "%(who)s has %(n)s texts"\nmsgstr[0] ""\nmsgstr[1] ""\n\n'
        '#: funnel/words.py\n#, python-format\nmsgid "At most %(most)s."\nmsgstr ""\n\n'
        '#: templates/page.html\nmsgid "Press “Go”"\nmsgstr ""\n\n'
        '#: funnel/words.py\nmsgid "Save it"\nmsgstr ""\n'
    )


def test_writing_again_changes_nothing(project: Path) -> None:
    say(project, "de", ('msgid "Save it"', 'msgstr "Speichern"'))
    bring_in_line(project)
    first = {path: path.read_bytes() for path in project.rglob("locale/**/*.?o")}
    bring_in_line(project)
    assert {path: path.read_bytes() for path in project.rglob("locale/**/*.?o")} == first
    assert len(first) == 2 * len(PLURALS)
    assert 'msgstr "Speichern"' in po_path(project, "de").read_text()


def test_compiled_catalogs_are_what_gettext_reads(project: Path) -> None:
    say(project, "de", ('msgid "Save it"', 'msgstr "Speichern"'))
    path = po_path(project, "ar")
    forms = "".join(f'msgstr[{n}] "{n} %(n)s"\n' for n in range(6))
    empty = "".join(f'msgstr[{n}] ""\n' for n in range(6))
    text = path.read_text()
    assert text.count(empty) == 2
    path.write_text(text.replace(empty, forms, 1))
    bring_in_line(project)
    with mo_path(project, "de").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Save it") == "Speichern"
    with mo_path(project, "ar").open("rb") as file:
        arabic = gettext.GNUTranslations(file)
    said = [arabic.ngettext("%(n)s mail", "%(n)s mails", n)[0] for n in (0, 1, 2, 7, 30, 100)]
    assert said == ["0", "1", "2", "3", "4", "5"]


def test_complaints_name_what_is_wrong(project: Path) -> None:
    say(
        project,
        "de",
        ('msgid "Save it"', 'msgstr "Speichern"'),
        ('msgid "At most %(most)s."', 'msgstr "Höchstens %(viele)s."'),
    )
    path = po_path(project, "de")
    path.write_text(path.read_text().replace('msgid "Press “Go”"', '#, fuzzy\nmsgid "Press “Go”"'))
    (project / "funnel" / "more.py").write_text('_("New one")')
    (project / "funnel" / "words.py").write_text(CODE.replace("Save it", "Keep it"))
    assert [line for line in complaints(project) if line.startswith("de:")] == [
        "de: not in the catalog: “New one”",
        "de: not in the catalog: “Keep it”",
        "de: other placeholders than the text has: “At most %(most)s.”",
        "de: not translated: “%(n)s mail”",
        "de: marked as fuzzy, so nobody reads it: “Press “Go””",
        "de: not translated: “Press “Go””",
        "de: not translated: “%(who)s has %(n)s text”",
        "de: nobody says this any more: “Save it”",
        "de: django.mo is older than django.po. Run make messages.",
    ]


def test_a_template_that_cannot_be_read_by_line_still_gives_its_texts() -> None:
    said = python_of('{% load i18n %}\n    <a href="(\'">{% translate "A" %}</a>\n  <b>[', "x.html")
    assert "gettext(u'A')" in said.replace('"', "'")
