"""Lists in and out: brought, tried, taken in; asked for and taken along."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from functools import wraps
from itertools import islice

from django.core.files.base import File
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    QueryDict,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leads.access import member, sales_only
from leads.audit import record
from leads.forms import desk_question
from leads.lists import exporting, importing, keeping
from leads.lists.forms import FileForm, MappingForm
from leads.lists.reading import ListFileError, rows_of
from leads.lists.rows import harmless
from leads.models import AuditEntry, ListExport, ListImport

_PERMISSION = "leads.exchange_leads"
_SHOWN = 5
_TOLD = 50


def exchangers_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not member(request).has_perm(_PERMISSION):
            return render(request, "leads/no_access.html", status=403)
        return view(request, *args, **kwargs)

    return sales_only(guarded)  # type: ignore[arg-type]  # files and streams, too


@require_http_methods(["GET", "POST"])
@exchangers_only
def index(request: HttpRequest) -> HttpResponse:
    """`?…` is the question of the desk one came from: it is what an export would hold."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file: File[bytes] = form.cleaned_data["file"]
        row = keeping.keep_file(file=file, shape=form.shape, by=member(request), now=timezone.now())
        return redirect("lists:one", row.pk)
    question = desk_question(request.GET)
    by, now = member(request), timezone.now()
    context = {
        "form": form,
        "question": question.query,
        "count": exporting.leads_of(by, question, now).order_by()[:10_001].count(),
        "imports": ListImport.objects.all()[:20],
        "exports": ListExport.objects.all()[:20],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "leads/lists/index.html", context, status=status)


@require_http_methods(["GET", "POST"])
@exchangers_only
def one(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(ListImport, pk=pk)
    form = MappingForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        keeping.say_what_it_is(
            list_import=pk,
            mapping=form.mapping,
            purpose=said["purpose"],
            source=said["source"],
            agreed_text=said["agreed_text"],
            agreed_on=said["agreed_on"],
        )
        return redirect("lists:one", pk)
    context = {"row": row, "form": form, "first": _first(row), **_result(row)}
    status = 422 if request.method == "POST" else 200
    return render(request, "leads/lists/one.html", context, status=status)


@require_safe
@exchangers_only
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that moves."""
    row = get_object_or_404(ListImport, pk=pk)
    return render(request, "leads/lists/_run.html", {"row": row, **_result(row)})


@require_POST
@exchangers_only
def take_in(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(ListImport, pk=pk)
    keeping.take_in(list_import=pk, by=member(request), now=timezone.now())
    return redirect("lists:one", pk)


@require_POST
@exchangers_only
def cancel(_request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(ListImport, pk=pk)
    importing.cancel(list_import=pk, now=timezone.now())
    return redirect("lists:one", pk)


@require_safe
@exchangers_only
def refused(_request: HttpRequest, pk: int) -> HttpResponseBase:
    """Number and reason of each row that was not taken, as a list of its own."""
    row = get_object_or_404(ListImport, pk=pk)
    answer = StreamingHttpResponse(_refused(row), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="not-taken-{pk}.csv"'
    return answer


@require_POST
@exchangers_only
def ask(request: HttpRequest) -> HttpResponse:
    question = desk_question(QueryDict(request.POST.get("question", "")[:1_000]))
    keeping.ask_for_list(by=member(request), question=question, now=timezone.now())
    return redirect("lists:index")


@require_safe
@exchangers_only
def exports(request: HttpRequest) -> HttpResponse:
    """The part of the page that moves."""
    return render(request, "leads/lists/_exports.html", {"exports": ListExport.objects.all()[:20]})


@require_POST
@exchangers_only
def stop_export(_request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(ListExport, pk=pk)
    exporting.cancel(export=pk, now=timezone.now())
    return redirect("lists:index")


@require_POST
@exchangers_only
def take_along(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Only whoever asked for it: it holds what they may see. Each time is written down."""
    by = member(request)
    row = get_object_or_404(ListExport.objects.exclude(file=""), pk=pk, by=by)
    try:
        file = row.file.open("rb")
    except OSError:
        raise Http404 from None
    record(
        kind=AuditEntry.Kind.LIST_TAKEN, by=by, now=timezone.now(), detail=f"{row.pk}: {row.done}"
    )
    day = timezone.localtime(row.created_at).date().isoformat()
    return FileResponse(file, as_attachment=True, filename=f"leads-{day}.csv")


def _first(row: ListImport) -> list[list[str]]:
    if not row.file:
        return []
    try:
        with row.file.open("rb") as file:
            rows = rows_of(file, row.encoding, row.delimiter)
            return [cells[: len(row.headers)] for _number, cells in islice(rows, _SHOWN)]
    except (ListFileError, OSError):
        return []


def _result(row: ListImport) -> dict[str, object]:
    reasons = [
        (name.removeprefix("why:"), number)
        for name, number in row.counts.items()
        if name.startswith("why:")
    ]
    told = row.rows.exclude(result="made").select_related("lead")[:_TOLD]
    return {"counts": row.counts, "reasons": reasons, "told": told}


def _refused(row: ListImport) -> Iterator[bytes]:
    class Line:
        def write(self, line: str) -> str:
            return line

    writer = csv.writer(Line(), quoting=csv.QUOTE_ALL)
    yield "\ufeff".encode() + str(writer.writerow([_("Row"), _("Why")])).encode()
    for number, why in importing.refused_rows(row):
        yield str(writer.writerow([str(number), harmless(why)])).encode()
