"""Gifts, and the files they carry."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from quizzes.models import KeyField


class MediaFile(models.Model):
    """An uploaded file, checked by content, stored under a random name, known by its hash.

    `small` is the same picture as phones are given it, `cut_from` the picture it was cut out of.
    """

    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=100, help_text=_("The name it is downloaded under."))
    file = models.FileField(upload_to="gifts/", max_length=200)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    width = models.PositiveIntegerField(default=0, help_text=_("Of a picture, in pixels."))
    height = models.PositiveIntegerField(default=0)
    alt = models.CharField(_("what it shows"), max_length=300, blank=True, default="")
    small = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    cut_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="cuts"
    )
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [models.UniqueConstraint(fields=["sha256", "name"], name="media_file_same")]

    def __str__(self) -> str:
        return self.name


class LeadMagnet(models.Model):
    """A gift: takes up one problem, solves it fast, is easy to digest."""

    class Kind(models.TextChoices):
        CHECKLIST = "checklist", _("Checklist")
        GUIDE = "guide", _("Guide")
        VIDEO = "video", _("Video")
        SERIES = "series", _("Mail series")
        LINK = "link", _("Link")

    kind = models.CharField(max_length=20, choices=Kind)
    title = models.CharField(max_length=300)
    problem = models.CharField(max_length=300, help_text=_("The one problem it takes up."))
    promise = models.CharField(max_length=300, help_text=_("What the person has afterwards."))
    minutes = models.PositiveSmallIntegerField(default=3)
    body = models.TextField(_("text of the page"), blank=True, default="", max_length=20_000)
    file = models.ForeignKey(
        MediaFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    url = models.URLField(_("address"), max_length=500, blank=True, default="")
    button = models.CharField(max_length=300, blank=True, default="")
    skip_label = models.CharField(max_length=300, blank=True, default="")
    seconds = models.PositiveIntegerField(_("length of the video in seconds"), default=0)
    video = models.ForeignKey(
        MediaFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    captions = models.ForeignKey(
        MediaFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    poster = models.ForeignKey(
        MediaFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    transcript = models.TextField(blank=True, default="", max_length=20_000)

    class Meta:
        verbose_name = _("gift")
        verbose_name_plural = _("gifts")

    def __str__(self) -> str:
        return self.title


class ChecklistItem(models.Model):
    magnet = models.ForeignKey(LeadMagnet, on_delete=models.CASCADE, related_name="items")
    key = KeyField()
    text = models.CharField(max_length=300)
    help = models.CharField(max_length=300, blank=True, default="")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["magnet", "key"], name="item_key")]

    def __str__(self) -> str:
        return self.text
