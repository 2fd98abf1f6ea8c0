"""Puts the demo in or takes it out: `manage.py demo load`, `manage.py demo remove`."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from funnel.demo.accounts import accounts_file
from funnel.demo.loading import load_demo
from funnel.demo.removing import remove_demo
from funnel.publishing import RefusedError


class Command(BaseCommand):
    help = "Loads a made-up business with a whole funnel to look around in, or removes it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=("load", "remove"))

    # object: what the parser makes of the words above.
    def handle(self, *args: object, **options: object) -> None:
        if options["action"] == "remove":
            self._remove()
        else:
            self._load()

    def _load(self) -> None:
        try:
            demo = load_demo(now=timezone.now(), by=None)
        except RefusedError as error:
            raise CommandError(f"The demo was not loaded.\n{error}") from error
        if demo is None:
            self.stdout.write("The demo is in already. Nothing was done.")
            return
        self.stdout.write(f"The demo is live at /f/{demo.funnel.slug}/")
        for account in demo.accounts:
            self.stdout.write(f"  {account.username:<10}{account.password}")
        if demo.accounts:
            self.stdout.write(f"The passwords are kept in {accounts_file()}")

    def _remove(self) -> None:
        is_removed = remove_demo(now=timezone.now(), by=None)
        self.stdout.write("The demo is gone." if is_removed else "There is no demo here.")
