"""What a pane of the studio is made of, and the desk its forms are made at.

The modules pane_… say which fields a piece has; `panes` finds the right one of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from funnel.models import Funnel
from funnel.studio.fields import (
    AnyForm,
    FieldView,
    Lines,
    calm,
    names_in,
    plain_field,
    refuse_braces,
    view_of,
)
from funnel.studio.pieces import Piece
from leads.picture_forms import MediaShelf, PictureForm
from quizzes.wording import WordedForm
from quizzes.wording.picturing import PicturedForm
from quizzes.wording.vocabulary import Vocabulary

Files = MultiValueDict[str, UploadedFile[bytes]]
Form = type[forms.ModelForm[Any]]  # Any: forms of many models


@dataclass(frozen=True, slots=True)
class Shape:
    """A group of fields of one form; a line may hold several. Folded until it says something."""

    title: str
    lines: Lines
    is_folded: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """`tools` names the list of what its texts can bring in."""

    title: str
    lines: tuple[tuple[FieldView, ...], ...]
    is_folded: bool = False
    note: str = ""
    tools: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line inside a piece: an answer, a topic. `more` is one click away."""

    pk: int
    name: str
    form: AnyForm
    main: tuple[tuple[FieldView, ...], ...]
    more: tuple[tuple[FieldView, ...], ...] = ()
    more_words: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """`one` is what a row is called; `add_words` empty where no more fit."""

    what: str
    title: str
    one: str
    add_words: str
    rows: tuple[Row, ...]
    note: str = ""
    can_drop: bool = True
    is_folded: bool = False
    tools: str = ""
    # Complains about rows that do not go together; adds to their forms' errors.
    check: Callable[[Sequence[AnyForm]], None] | None = None


@dataclass(frozen=True, slots=True)
class Insertable:
    """A group of names that texts can bring in."""

    title: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    words: str


@dataclass(slots=True)
class Pane:
    """`noun` and `called` name the piece in sentences: question, 3."""

    piece: Piece
    title: str
    noun: str
    blocks: list[Section | Rows]
    forms: list[AnyForm]
    tools: Mapping[str, tuple[Insertable, ...]] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    lead: str = ""

    @property
    def bound(self) -> list[AnyForm]:
        """A row that was not on the sender's page is not written over."""
        return [form for form in self.forms if form.is_bound]

    @property
    def rows(self) -> Iterator[Rows]:
        return (block for block in self.blocks if isinstance(block, Rows))

    @property
    def views(self) -> Iterator[FieldView]:
        for block in self.blocks:
            if isinstance(block, Section):
                yield from (view for line in block.lines for view in line)
            else:
                for row in block.rows:
                    yield from (view for line in (*row.main, *row.more) for view in line)

    @property
    def shape(self) -> str:
        """Changes when the pane asks for other things than before, whatever rows it has."""
        kept = {row.name for rows in self.rows for row in rows.rows}
        names = [
            f"{form.prefix}:{','.join(form.fields)}"
            for form in self.forms
            if form.prefix not in kept
        ]
        return hashlib.sha256("|".join(names).encode()).hexdigest()[:12]

    def is_valid(self) -> bool:
        for form in self.bound:
            form.full_clean()
            refuse_braces(form)
        for rows in self.rows:
            if rows.check is not None:
                rows.check([row.form for row in rows.rows if row.form.is_bound])
        return not any(form.errors for form in self.bound)

    def save(self) -> None:
        """What stands as it was is not written anew: points would become other rows."""
        for form in self.bound:
            if form.has_changed():
                form.save()

    @property
    def changed(self) -> list[tuple[AnyForm, str]]:
        return [(form, name) for form in self.bound for name in form.changed_data]


@dataclass(slots=True)
class Desk:
    """What the forms of one pane are made with; it keeps them in their order."""

    funnel: Funnel
    piece: Piece
    now: datetime
    data: QueryDict | None = None
    files: Files | None = None
    # A row that is about to go: what was typed there counts no more.
    gone: str = ""
    forms: list[AnyForm] = field(default_factory=list)
    tools: dict[str, tuple[Insertable, ...]] = field(default_factory=dict)

    def sections(
        self,
        base: Form,
        row: Model,
        shapes: Sequence[Shape],
        *,
        prefix: str,
        words: Vocabulary | None = None,
    ) -> list[Section]:
        names = [name for shape in shapes for name in names_in(shape.lines)]
        form = self._form(base, row, names, prefix=prefix, words=words, is_sent=True)
        return [
            Section(
                title=shape.title,
                lines=views(form, shape.lines),
                is_folded=shape.is_folded and not _has_error(form, shape.lines),
                note=shape.note,
                tools=prefix,
            )
            for shape in shapes
        ]

    def row(
        self,
        base: Form,
        row: Model,
        main: Lines,
        more: Lines = (),
        *,
        what: str,
        said: str,
        more_words: str = "",
        words: Vocabulary | None = None,
    ) -> Row:
        name = f"{what}-{row.pk}"
        names = [*names_in(main), *names_in(more)]
        is_sent = self.data is not None and name in self.data.getlist("rows") and name != self.gone
        form = self._form(base, row, names, prefix=name, words=words, is_sent=is_sent)
        return Row(
            pk=row.pk,
            name=name,
            form=form,
            main=views(form, main, hides_first=len(main) == 1),
            more=views(form, more),
            more_words=more_words,
            said=said,
        )

    def pane(self, title: str, noun: str, blocks: list[Section | Rows], **more: Any) -> Pane:
        return Pane(self.piece, title, noun, blocks, self.forms, self.tools, **more)

    def _form(
        self,
        base: Form,
        row: Model,
        names: list[str],
        *,
        prefix: str,
        words: Vocabulary | None,
        is_sent: bool,
    ) -> AnyForm:
        made = forms.modelform_factory(
            type(row), form=base, fields=names, formfield_callback=plain_field
        )
        if issubclass(made, WordedForm) and words is not None:
            made.vocabulary = words
            self.tools.setdefault(prefix, insertables(words))
        if issubclass(made, PicturedForm):
            made.shelf = MediaShelf(self.now)
        if issubclass(made, PictureForm):
            made.now = self.now
        data, files = (self.data, self.files) if is_sent else (None, None)
        form = made(data, files, instance=row, prefix=prefix)
        calm(form)
        self.forms.append(form)
        return form


def views(
    form: AnyForm, lines: Lines, *, hides_first: bool = False
) -> tuple[tuple[FieldView, ...], ...]:
    found = [
        tuple(
            view_of(form, name)
            for name in ((line,) if isinstance(line, str) else line)
            if name in form.fields
        )
        for line in lines
    ]
    if hides_first and found and len(found[0]) == 1:
        found[0] = (replace(found[0][0], is_label_hidden=True),)
    return tuple(line for line in found if line)


def _has_error(form: AnyForm, lines: Lines) -> bool:
    return form.is_bound and any(name in form.errors for name in names_in(lines))


def insertables(words: Vocabulary) -> tuple[Insertable, ...]:
    """In the order of how often they are wanted."""
    groups: dict[str, list[str]] = {}
    for path, name in words.names().items():
        head = path.partition(".")[0]
        groups.setdefault(head if "." in path else "", []).append(name)
    return tuple(Insertable(_said(head), tuple(names)) for head, names in groups.items())


def _said(head: str) -> str:
    said = {"answer": _("Answers"), "topic": _("Topics"), "figure": _("Figures")}
    return said.get(head, "")
