"""manage.py funnel: carry funnels in and out, check them, put them live, take them down."""

from __future__ import annotations

import argparse
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from funnel.checking.faults import Fault
from funnel.management.checking import FILES as _FILES
from funnel.management.checking import add_check_action, answer_of_check
from funnel.management.texts import add_texts_action, texts_of
from funnel.models import Funnel
from funnel.portable.exporting import export_document, export_media
from funnel.portable.importing import import_funnel
from funnel.portable.reading import read_portable
from funnel.portable.schema import schema_text
from funnel.portable.writing import to_yaml, to_zip
from funnel.publishing import RefusedError, publish, unpublish


class Command(BaseCommand):
    help = "Import, export, check, publish and list funnels."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="action")
        reads = _action(actions, "import", "Read a funnel file into a draft.")
        reads.add_argument("file", type=Path, help="a .yaml file with its media beside, or a .zip")
        reads.add_argument("--replace", action="store_true", help="write over a standing draft")
        reads.add_argument("--demo", action="store_true", help="mark it as a demo")
        writes = _action(actions, "export", "Write a funnel to a file.")
        writes.add_argument("slug")
        writes.add_argument("--output", type=Path, help="x.yaml or x.zip; without it: print YAML")
        writes.add_argument("--live", action="store_true", help="the live version, not the draft")
        _action(actions, "publish", "Put the draft live.").add_argument("slug")
        _action(actions, "unpublish", "Take a funnel down.").add_argument("slug")
        add_check_action(actions)
        add_texts_action(actions)
        _action(actions, "list", "List all funnels.")
        _action(actions, "schema", "Print the JSON Schema of the funnel file.")

    def handle(self, *args: object, action: str, **options: object) -> None:
        try:
            match action, options:
                case "import", {"file": Path() as file}:
                    self._import(file, bool(options["replace"]), bool(options["demo"]))
                case "export", {"slug": str(slug), "output": output}:
                    target = output if isinstance(output, Path) else None
                    self._export(_funnel(slug), target, bool(options["live"]))
                case "publish", {"slug": str(slug)}:
                    done = publish(funnel=_funnel(slug), now=timezone.now(), by=None)
                    self._say(f"Live: {slug}, version {done.number}.")
                case "unpublish", {"slug": str(slug)}:
                    unpublish(funnel=_funnel(slug), by=None)
                    self._say(f"Taken down: {slug}.")
                case "check", {"subject": str(subject), "format": str(form)}:
                    self._check(subject, form, bool(options["strict"]))
                case "list", _:
                    self._list()
                case (("schema" | "texts"), _):
                    self.stdout.write(_printed(action, options), ending="")
        except RefusedError as error:
            raise CommandError(_lines(error.faults)) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from error

    def _say(self, text: str) -> None:
        self.stdout.write(text)

    def _import(self, file: Path, replace: bool, is_demo: bool) -> None:
        portable = read_portable(file)
        funnel = import_funnel(
            document=portable.document,
            media=portable.media,
            now=timezone.now(),
            by=None,
            is_demo=is_demo,
            replace=replace,
        )
        self._say(
            f"Imported the draft: {funnel.slug}. To put it live: funnel publish {funnel.slug}"
        )

    def _export(self, funnel: Funnel, output: Path | None, is_live: bool) -> None:
        document = export_document(funnel, live=is_live)
        if output is None:
            self.stdout.write(to_yaml(document), ending="")
            return
        if output.suffix not in _FILES:
            raise CommandError("--output: name a file that ends in .yaml or .zip.")
        media = export_media(document)
        if output.suffix == ".zip":
            output.write_bytes(to_zip(document, media))
        else:
            _write_beside(output, media)
            output.write_text(to_yaml(document), encoding="utf-8", newline="\n")
        self._say(f"Written: {output}")

    def _check(self, subject: str, form: str, strict: bool) -> None:
        """Ends with 1 on errors, when strict on warnings, too."""
        funnel = None if Path(subject).suffix in _FILES else _funnel(subject)
        answer = answer_of_check(subject, funnel, form=form, strict=strict)
        self.stdout.write(answer.text, ending="")
        if answer.is_failed:
            raise CommandError(answer.summary)

    def _list(self) -> None:
        for funnel in Funnel.objects.select_related("publication").order_by("slug"):
            live = f"live, version {funnel.publication.number}" if funnel.publication else "draft"
            self._say(f"{funnel.slug}  {live}{'  demo' if funnel.is_demo else ''}  {funnel.name}")


def _action(
    actions: argparse._SubParsersAction[CommandParser], name: str, help_text: str
) -> CommandParser:
    return actions.add_parser(name, help=help_text, description=help_text)


def _printed(action: str, options: dict[str, object]) -> str:
    if action == "schema":
        return schema_text()
    return texts_of(str(options["subject"]), str(options["language"]))


def _funnel(slug: str) -> Funnel:
    funnel = Funnel.objects.filter(slug=slug).first()
    if funnel is None:
        raise CommandError(f"There is no funnel '{slug}'. To see all: funnel list")
    return funnel


def _write_beside(output: Path, media: dict[str, bytes]) -> None:
    for path, content in media.items():
        target = output.parent / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _lines(faults: list[Fault]) -> str:
    count = f"{len(faults)} {'thing is' if len(faults) == 1 else 'things are'} wrong:"
    return "\n".join([count, *(f"  {fault}" for fault in faults)])
