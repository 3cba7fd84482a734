"""Letters of a case: the list, drafting, the editor with its checks, comparing, approving."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django_htmx.http import HttpResponseClientRefresh

from accounts import mfa
from accounts.access import requires
from accounts.http import StaffRequest
from accounts.permissions import Permission
from accounts.step_up import with_fresh_second_factor
from cases.access import with_case
from cases.jobs import Job, JobState
from cases.models import Case
from cases.paging import page_of
from cases.views.asking import press
from cases.views.stale import ask_to_change
from documents.forms.letters import (
    AnswerForm,
    BlockForm,
    DetailsForm,
    NewBlockForm,
    NewLetterForm,
    QuoteForm,
    ReturnForm,
)
from documents.letters import approval, editing, judging, reading, requesting
from documents.letters.checks import Finding, findings
from documents.letters.editing import StaleEdit
from documents.letters.record import sheet_of
from documents.letters.sheet import compare
from documents.models import BlockKind, Letter, LetterBlock, LetterVersion, Proof
from evidence.views.shutting import shut_in


@requires(Permission.LETTER_READ)
def letter_queue(request: StaffRequest) -> HttpResponse:
    page = page_of(
        reading.letters_to_decide(request.user), "pk", after=request.GET.get("after", "")
    )
    return render(request, "documents/letter_queue.html", {"page": page})


@with_case(Permission.LETTER_READ)
def letter_list(request: StaffRequest, case: Case) -> HttpResponse:
    page = page_of(reading.letters_of(case), "-pk", after=request.GET.get("after", ""))
    return render(request, "documents/letter_list.html", {"case": case, "page": page})


@with_case(Permission.LETTER_DRAFT, methods=("GET", "POST"))
def new_letter(request: StaffRequest, case: Case) -> HttpResponse:
    form = NewLetterForm(request.POST or None, case=case)
    if form.is_valid():
        return redirect(requesting.request_letter(case, by=request.user, **form.cleaned_data))
    status = 422 if form.is_bound else 200
    return render(request, "documents/letter_new.html", {"case": case, "form": form}, status=status)


@with_case(Permission.LETTER_READ)
def letter(request: StaffRequest, case: Case, letter_pk: int) -> HttpResponse:
    return _letter_page(request, _letter(case, letter_pk))


def _letter_page(
    request: StaffRequest,
    found_letter: Letter,
    *,
    status: int = 200,
    forms: dict[str, Any] | None = None,
) -> HttpResponse:
    draft = found_letter.newest_draft  # first: one that is done has left its version
    version = found_letter.newest
    context: dict[str, Any] = {
        "case": found_letter.case,
        "letter": found_letter,
        "draft": draft,
        "answer_form": AnswerForm(),
        "return_form": ReturnForm(),
    }
    if version is not None:
        context |= _shown(version)
    if request.htmx:
        return _progress(request, "documents/letter_progress.html", context, context["draft"])
    return render(request, "documents/letter.html", context | (forms or {}), status=status)


def _shown(version: LetterVersion) -> dict[str, Any]:
    found = findings(version)
    versions = list(
        version.letter.versions.select_related("author", "approval__by").prefetch_related(
            "returns__by"
        )
    )
    return {
        "version": version,
        "paper": reading.paper(version, found),
        "verdict": reading.verdict(version, found),
        "versions": versions,
        "previous": versions[1] if len(versions) > 1 else None,
    }


@with_case(Permission.LETTER_DRAFT, methods=("POST",))
def redraft(request: StaffRequest, case: Case, letter_pk: int) -> HttpResponse:
    found = _letter(case, letter_pk)
    requesting.request_draft(found, by=request.user)
    return redirect(found)


@with_case(Permission.LETTER_DRAFT, methods=("POST",))
def stop_draft(_request: StaffRequest, case: Case, letter_pk: int) -> HttpResponse:
    found = _letter(case, letter_pk)
    found.newest_draft.ask_to_stop()
    return redirect(found)


@with_case(Permission.LETTER_DRAFT, methods=("GET", "POST"))
def details(
    request: StaffRequest, case: Case, letter_pk: int, letterversion_pk: int
) -> HttpResponse:
    found = _letter(case, letter_pk)
    _version(found, letterversion_pk)
    return ask_to_change(
        request,
        case,
        found,
        lambda data: DetailsForm(data, version=_newest(found)),
        lambda form: editing.change_heads(_newest(found), by=request.user, **form.facts()),
        rows=case.letters.all(),
        back=found.get_absolute_url(),
        template="documents/letter_details.html",
        more={"letter": found},
    )


@with_case(Permission.LETTER_DRAFT, methods=("GET", "POST"))
def new_block(request: StaffRequest, case: Case, letter_pk: int) -> HttpResponse:
    found = _letter(case, letter_pk)
    version = _newest(found)
    form = NewBlockForm(request.POST or None, version=version)
    if request.method == "GET" and "after" in request.GET:
        form.initial["after"] = request.GET["after"]
    if form.is_valid():
        editing.add_block(found, by=request.user, **form.cleaned_data)
        return redirect(f"{found.get_absolute_url()}#b-{form.cleaned_data['line']}")
    context = {"case": case, "letter": found, "version": version, "form": form}
    return render(
        request, "documents/letter_new_block.html", context, status=422 if form.is_bound else 200
    )


@with_case(Permission.LETTER_DRAFT, methods=("GET", "POST"))
def block(request: StaffRequest, case: Case, letter_pk: int, letterblock_pk: int) -> HttpResponse:
    """Change one block; the key names it as the person saw it, in whatever version that was."""
    found = _letter(case, letter_pk)
    seen = _block(found, letterblock_pk)
    form = _block_form(request, seen)
    context = {"case": case, "letter": found, "seen": seen, "form": form}
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "documents/letter_block.html", context, status=status)
    try:
        editing.change_block(
            seen,
            text=form.cleaned_data.get("text", ""),
            item=form.cleaned_data.get("item"),
            by=request.user,
        )
    except StaleEdit as stale:
        return render(
            request, "documents/letter_conflict.html", context | {"stale": stale}, status=409
        )
    return redirect(f"{found.get_absolute_url()}#b-{seen.line}")


def _block_form(request: StaffRequest, seen: LetterBlock) -> BlockForm | QuoteForm:
    data = request.POST or None
    if seen.kind == BlockKind.QUOTE:
        return QuoteForm(data, block=seen)
    return BlockForm(data, initial={"text": seen.text})


@with_case(Permission.LETTER_DRAFT, methods=("POST",))
def requote(request: StaffRequest, case: Case, letter_pk: int, letterblock_pk: int) -> HttpResponse:
    found = _letter(case, letter_pk)
    seen = get_object_or_404(
        LetterBlock.objects.select_related("version__letter"),
        pk=letterblock_pk,
        version__letter=found,
        kind=BlockKind.QUOTE,
    )
    press(request, lambda: editing.take_from_record(seen, by=request.user))
    return redirect(f"{found.get_absolute_url()}#b-{seen.line}")


@with_case(Permission.LETTER_DRAFT, methods=("POST",))
def move_block(
    request: StaffRequest, case: Case, letter_pk: int, letterblock_pk: int
) -> HttpResponse:
    found = _letter(case, letter_pk)
    seen = _block(found, letterblock_pk)
    down = request.POST.get("to") == "down"
    press(request, lambda: editing.move_block(seen, by=request.user, down=down))
    return redirect(f"{found.get_absolute_url()}#b-{seen.line}")


@with_case(Permission.LETTER_DRAFT, methods=("POST",))
def remove_block(
    request: StaffRequest, case: Case, letter_pk: int, letterblock_pk: int
) -> HttpResponse:
    found = _letter(case, letter_pk)
    editing.remove_block(_block(found, letterblock_pk), by=request.user)
    return redirect(found)


@with_case(Permission.LETTER_DRAFT, methods=("POST",))
def confirm_address(
    request: StaffRequest, case: Case, letter_pk: int, letterversion_pk: int
) -> HttpResponse:
    found = _letter(case, letter_pk)
    judging.confirm_address(_version(found, letterversion_pk), by=request.user)
    return redirect(f"{found.get_absolute_url()}#checks")


@with_case(Permission.LETTER_APPROVE, methods=("POST",))
def answer(request: StaffRequest, case: Case, letter_pk: int) -> HttpResponse:
    found = _letter(case, letter_pk)
    version = _newest(found)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _letter_page(request, found, status=422, forms={"answer_form": form})
    finding = _finding(version, form.cleaned_data["rule"], form.cleaned_data["about"])
    if finding is not None:
        reason = form.cleaned_data["reason"]
        judging.answer_finding(version, finding, reason=reason, by=request.user)
    return redirect(f"{found.get_absolute_url()}#checks")


def _finding(version: LetterVersion, rule: str, about: str) -> Finding | None:
    """The finding an answer is for; ``None`` when it is gone by now."""
    return next(
        (one for one in findings(version) if (one.rule.code, one.about) == (rule, about)), None
    )


@with_case(Permission.LETTER_APPROVE, methods=("POST",))
def send_back(
    request: StaffRequest, case: Case, letter_pk: int, letterversion_pk: int
) -> HttpResponse:
    found = _letter(case, letter_pk)
    version = _version(found, letterversion_pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _letter_page(request, found, status=422, forms={"return_form": form})
    judging.send_back(version, note=form.cleaned_data["note"], by=request.user)
    messages.success(request, "Returned with your note.")
    return redirect(found)


@with_case(Permission.LETTER_READ)
def version(
    request: StaffRequest, case: Case, letter_pk: int, letterversion_pk: int
) -> HttpResponse:
    found = _letter(case, letter_pk)
    shown = _version(found, letterversion_pk)
    context = {
        "case": case,
        "letter": found,
        "version": shown,
        "paper": reading.paper(shown, []),
        "checks": shown.checks.select_related("answer__by"),
    }
    return render(request, "documents/letter_version.html", context)


@with_case(Permission.LETTER_READ)
def comparison(
    request: StaffRequest, case: Case, letter_pk: int, old_pk: int, new_pk: int
) -> HttpResponse:
    found = _letter(case, letter_pk)
    old, new = _version(found, old_pk), _version(found, new_pk)
    context = {
        "case": case,
        "letter": found,
        "old": old,
        "new": new,
        "rows": compare(sheet_of(old), sheet_of(new)),
    }
    return render(request, "documents/letter_compare.html", context)


@with_case(Permission.LETTER_READ)
def proof(request: StaffRequest, case: Case, letter_pk: int, letterversion_pk: int) -> HttpResponse:
    found = _letter(case, letter_pk)
    shown = _version(found, letterversion_pk)
    made = _proof(shown)
    context = {"case": case, "letter": found, "version": shown, "proof": made}
    if request.htmx and made:
        return _progress(request, "documents/letter_proof_progress.html", context, made)
    return render(request, "documents/letter_proof.html", context)


@with_case(Permission.LETTER_DRAFT, methods=("POST",))
def make_proof(
    request: StaffRequest, case: Case, letter_pk: int, letterversion_pk: int
) -> HttpResponse:
    found = _letter(case, letter_pk)
    requesting.request_proof(_version(found, letterversion_pk), by=request.user)
    if request.POST.get("then") == "approve":
        return redirect("documents:letter_approve", case.ref, found.pk, letterversion_pk)
    return redirect("documents:letter_proof", case.ref, found.pk, letterversion_pk)


@with_case(Permission.LETTER_READ)
def download_draft(
    request: StaffRequest, case: Case, letter_pk: int, letterversion_pk: int
) -> HttpResponseBase:
    shown = _version(_letter(case, letter_pk), letterversion_pk)
    ready = _ready_proof(shown)
    return _pdf(bytes(ready.draft_pdf), f"{case.ref} letter {letter_pk} v{shown.number} DRAFT.pdf")


@with_case(Permission.LETTER_READ)
def download(
    request: StaffRequest, case: Case, letter_pk: int, letterversion_pk: int
) -> HttpResponseBase:
    """The letter as approved; before that it does not exist for anyone."""
    shown = _version(_letter(case, letter_pk), letterversion_pk)
    if not shown.is_approved:
        raise Http404
    pdf = bytes(shown.approval.proof.final_pdf)
    return _pdf(pdf, f"{case.ref} letter {letter_pk} v{shown.number}.pdf")


def _pdf(content: bytes, name: str) -> HttpResponseBase:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return shut_in(response)


@with_case(Permission.LETTER_APPROVE, methods=("GET", "POST"))
@with_fresh_second_factor
def approve(
    request: StaffRequest, case: Case, letter_pk: int, letterversion_pk: int
) -> HttpResponse:
    found = _letter(case, letter_pk)
    shown = _version(found, letterversion_pk)
    if request.method == "POST":
        given_at = mfa.shown_at(request, request.user)
        if given_at is None:
            raise Http404
        approval.approve(
            shown,
            pdf_sha256=request.POST.get("pdf_sha256", ""),
            by=request.user,
            second_factor_at=given_at,
        )
        messages.success(request, "Approved and locked.")
        return redirect(found)
    context = {"case": case, "letter": found, "proof": _proof(shown), **_shown(shown)}
    return render(request, "documents/letter_approve.html", context)


def _progress(
    request: StaffRequest, template: str, context: dict[str, Any], job: Job
) -> HttpResponse:
    """The polled part of a page; once the work has ended the whole page is loaded anew."""
    if job.is_finished:
        return HttpResponseClientRefresh()
    return render(request, template, context)


# --- Rows through their parents ------------------------------------------------------------


def _letter(case: Case, letter_pk: int) -> Letter:
    rows = case.letters.select_related("case__lead", "recipient", "template")
    found: Letter = get_object_or_404(rows, pk=letter_pk)
    return found


def _newest(found: Letter) -> LetterVersion:
    newest = found.newest
    if newest is None:
        raise Http404
    return newest


def _version(found: Letter, letterversion_pk: int) -> LetterVersion:
    rows = found.versions.select_related("author", "approval__by", "approval__proof")
    shown: LetterVersion = get_object_or_404(rows, pk=letterversion_pk)
    return shown


def _block(found: Letter, letterblock_pk: int) -> LetterBlock:
    rows = LetterBlock.objects.select_related("version__letter", "statement", "citation__item")
    return get_object_or_404(rows, pk=letterblock_pk, version__letter=found)


def _proof(shown: LetterVersion) -> Proof | None:
    return Proof.objects.defer("draft_pdf", "final_pdf").filter(version=shown).first()


def _ready_proof(shown: LetterVersion) -> Proof:
    return get_object_or_404(Proof, version=shown, state=JobState.DONE)
