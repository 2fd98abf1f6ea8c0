"""manage.py catalogs: brings the texts of the interface in line, or says what is missing."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from funnel.catalogs.keeping import bring_in_line, complaints


class Command(BaseCommand):
    help = "Write the catalogs below locale/ anew from the texts in code and templates."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail if not whole")

    def handle(self, *args: object, **options: object) -> None:
        if not options["check"]:
            bring_in_line(settings.BASE_DIR)
        found = complaints(settings.BASE_DIR)
        if found and options["check"]:
            raise CommandError("\n".join([f"{len(found)} things are wrong:", *found]))
        self.stdout.write("\n".join(found) or "Every catalog is whole.")
