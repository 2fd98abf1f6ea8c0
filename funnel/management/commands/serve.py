"""`manage.py serve`: the whole product in one process, for the embedded profile."""

from __future__ import annotations

import os
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from funnel.demo.accounts import kept_passwords
from funnel.operating import embedded, preparing
from funnel.operating.doors import doors, first_funnel_path


class Command(BaseCommand):
    help = "Prepares everything once and runs web server, worker and clock in one process."
    # The checks run in `make check`; here they would cost a second of every start.
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        if not settings.IS_EMBEDDED:
            raise CommandError(
                "serve needs PROFILE=embedded. For the scaled profile: docker compose up"
            )
        stop = embedded.Stop()
        try:
            door = embedded.reserve(settings.HOST, settings.PORT)
        except embedded.PortTakenError as error:
            raise CommandError(
                f"Port {settings.PORT} on {settings.HOST} cannot be used ({error}). "
                "Choose another one: PORT=8123 make run"
            ) from error
        self._prepare(stop)
        is_whole = stop.is_wanted or embedded.run(door, stop=stop, on_ready=self._print_doors)
        self.stdout.write("Stopped." if is_whole else "A part of the server died. Stopped.")
        self.stdout.flush()
        sys.stderr.flush()
        # A mail server that answers slowly must not hold the door: a mail that was on its way
        # is found again by its lease.
        os._exit(0 if is_whole else 1)

    def _prepare(self, stop: embedded.Stop) -> None:
        steps = (
            ("Tables are up to date.", preparing.migrate),
            ("Static files are collected.", preparing.collect_static),
            ("The demo is loaded.", preparing.load_demo_once),
        )
        for done, step in steps:
            if not stop.is_wanted and step():
                self.stdout.write(done)

    def _print_doors(self) -> None:
        self.stdout.write(
            doors(
                base=settings.SITE_URL,
                funnel_path=first_funnel_path(),
                has_outbox=not (settings.EMAIL_URL or settings.MAIL_PROVIDER),
                day=settings.DAY_SECONDS,
                accounts=kept_passwords(),
            )
        )
        self.stdout.flush()
