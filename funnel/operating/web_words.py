"""What the embedded web server refuses by itself, said in words and on a page.

A body larger than any form of ours never reaches Django: waitress stops reading it.
"""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import translation
from waitress.channel import HTTPChannel
from waitress.task import ErrorTask

from funnel.border.sizes import MAKE_SMALLER, TOO_LARGE

_TOO_LARGE = 413


class WordsTask(ErrorTask):  # type: ignore[misc]  # waitress has no types
    def execute(self) -> None:
        if self.request.error.code != _TOO_LARGE:
            super().execute()
            return
        with translation.override(None):
            page = {"title": TOO_LARGE, "text": MAKE_SMALLER}
            body = render_to_string("operating/refused.html", page).encode()
        self.status = "413 Request Entity Too Large"
        self.response_headers.append(("Content-Type", "text/html; charset=utf-8"))
        self.response_headers.append(("X-Content-Type-Options", "nosniff"))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class WordsChannel(HTTPChannel):  # type: ignore[misc]  # as above
    error_task_class = WordsTask
