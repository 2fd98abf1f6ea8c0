"""A document written back to the draft it was compiled from, touching what differs and no more.

The check mends drafts with it. Rows are matched by their keys, so they keep their ids.
"""

from __future__ import annotations

from django.db import transaction

from funnel.checking.laws.media import media_of
from funnel.document import FunnelDocument
from funnel.models import Funnel
from funnel.portable.draft_looks import write_share, write_source_hooks, write_theme
from funnel.portable.draft_series import write_series
from funnel.portable.draft_steps import write_steps
from funnel.translating.writing import write_language
from leads.media import find_media
from leads.models import MediaFile


@transaction.atomic
def rewrite_draft(*, funnel: Funnel, before: FunnelDocument, after: FunnelDocument) -> None:
    """The draft that said `before` now says `after`. Both name files that are stored already.

    Call it inside recorded(). Slug and waivers are left alone.
    """
    files = _files(after)
    _write_funnel(funnel, before, after, files)
    if before.hook.by_source != after.hook.by_source:
        write_source_hooks(funnel, after.hook)
    has_series = (before.sequences, before.series_rules) != (after.sequences, after.series_rules)
    if before.steps != after.steps or has_series:
        same = frozenset(step.key for step in after.steps if before.step(step.key) == step)
        steps = write_steps(funnel=funnel, document=after, files=files, same=same)
        if has_series:
            write_series(funnel=funnel, document=after, steps=steps)
    for language, texts in before.translations.items():
        kept = after.translations.get(language, {})
        changed = {place: kept.get(place, "") for place in {**texts, **kept}}
        if texts != kept:
            write_language(funnel=funnel, language=language, texts=changed)


def _write_funnel(
    funnel: Funnel,
    before: FunnelDocument,
    after: FunnelDocument,
    files: dict[str, MediaFile],
) -> None:
    if before.theme != after.theme:
        write_theme(funnel.theme, after.theme, files)
        funnel.theme.save()
    if before.share != after.share:
        write_share(funnel, after.share, files)
    funnel.name, funnel.language = after.name, after.language
    funnel.hook, funnel.reassurance = after.hook.text, after.hook.reassurance
    funnel.double_opt_in = after.double_opt_in
    funnel.embed_on = "\n".join(after.embed_on)
    funnel.save(
        update_fields=[
            *("name", "language", "hook", "reassurance", "double_opt_in", "embed_on"),
            *("share_title", "share_text", "share_picture", "share_picture_alt"),
        ]
    )


def _files(document: FunnelDocument) -> dict[str, MediaFile]:
    named = {media.path: media.sha256 for _place, media in media_of(document)}
    stored = find_media(set(named.values()))
    return {path: stored[sha256] for path, sha256 in named.items() if sha256 in stored}
