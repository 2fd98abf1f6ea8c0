"""The file that is brought, and what its columns and its people's consent are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leads.lists.reading import FIELDS, MOST_BYTES, ListFileError, Shape, shape_of
from leads.models import Consent, ListImport

NO_CONSENT = ""
_WORDS = {
    "address": _("Mail address"),
    "phone": _("Phone"),
    "company": _("Company"),
    "name": _("Name"),
}


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("A list as CSV"),
        help_text=_("Up to 100 MB and a million rows. Excel and Google Sheets save as CSV."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv,text/plain"}),
    )
    shape: Shape

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 100 MB. Split it in two."))
        try:
            self.shape = shape_of(file)
        except ListFileError as error:
            raise forms.ValidationError(str(error)) from None
        return file


class MappingForm(forms.Form):
    """`columns` are made of the headers; consent needs its source, its words and its day."""

    purpose = forms.ChoiceField(
        label=_("What did these people agree to?"),
        required=False,
        choices=(
            (NO_CONSENT, _("Nothing yet: sales writes to them by hand, no series goes out")),
            (Consent.Purpose.SERIES, _("The mail series they asked for")),
            (Consent.Purpose.MARKETING, _("Further mails from us")),
        ),
        widget=forms.RadioSelect,
    )
    source = forms.CharField(
        label=_("Where does the list come from?"),
        max_length=200,
        help_text=_("For example: sign-up sheet of the fair in Cologne, or the old newsletter."),
    )
    agreed_text = forms.CharField(
        label=_("The words they agreed to"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    agreed_on = forms.DateField(
        label=_("On which day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Of several days the earliest."),
    )

    # Any: forwarded to Form untouched.
    def __init__(self, *args: Any, row: ListImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [("", str(_("Not in this list")))]
        for number, header in enumerate(row.headers):
            columns.append(
                (str(number), header or str(_("Column %(number)s") % {"number": number + 1}))
            )
        for name in FIELDS:
            self.fields[f"column_{name}"] = forms.ChoiceField(
                label=_WORDS[name], choices=columns, required=False
            )
            if name in row.mapping:
                self.initial[f"column_{name}"] = str(row.mapping[name])
        for name in ("purpose", "source", "agreed_text", "agreed_on"):
            self.initial[name] = getattr(row, name)

    @property
    def columns(self) -> list[forms.BoundField]:
        return [self[f"column_{name}"] for name in FIELDS]

    @property
    def mapping(self) -> dict[str, int]:
        said = {name: self.cleaned_data[f"column_{name}"] for name in FIELDS}
        return {name: int(number) for name, number in said.items() if number}

    # Any: cleaned_data of forms is untyped.
    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors:
            self._check_columns()
            if said["purpose"]:
                self._check_consent(said)
        return said

    def _check_columns(self) -> None:
        mapping = self.mapping
        if "address" not in mapping and "phone" not in mapping:
            self.add_error("column_address", _("Name the column of the address or the phone."))
        if len(set(mapping.values())) < len(mapping):
            self.add_error("column_address", _("One column cannot be two things."))

    # Any: cleaned_data of forms is untyped.
    def _check_consent(self, said: dict[str, Any]) -> None:
        if not said["agreed_text"]:
            self.add_error("agreed_text", _("Without the words nobody can prove it."))
        if said["agreed_on"] is None:
            self.add_error("agreed_on", _("Without the day nobody can prove it."))
        elif said["agreed_on"] > timezone.localdate():
            self.add_error("agreed_on", _("This day is still to come."))
