"""Adding files and posts to a case."""

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.http import StaffRequest
from accounts.permissions import Permission
from cases import team
from cases.access import with_case
from cases.models import Case, StatementKind
from cases.views.asking import act_once
from evidence import asking, posts, receiving
from evidence.forms import AddForm, AddPostForm, YoungForm
from evidence.models import FilesAnswer, Item, Obtained
from evidence.receiving import NotTaken, Stated
from evidence.uploading import SealedUpload

NO_FILE = "0"
QUESTION_PAGE = "evidence/before_files.html"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one file of a form.

    Attributes:
        item: The item that holds it, unless it was refused.
        words: A sentence.
        tone: ``ok`` taken, ``info`` already here, ``warn`` refused.
        may_try_again: Whether the same file may be taken once what else was said is put right.
    """

    name: str
    size: int
    item: Item | None
    words: str
    tone: str
    may_try_again: bool = False


@with_case(Permission.EVIDENCE_ADD, methods=("GET", "POST"))
def add(request: StaffRequest, case: Case) -> HttpResponse:
    """Files for a case or an incident, many at once; a script sends them one by one.

    Nothing is taken before the person has said that no file may show a minor.
    """
    if (answer := _asked_first(request, case)) is not None:
        return answer
    asked = case.incidents.filter(number=_number(request.GET.get("incident", ""))).first()
    if request.method == "GET":
        form = AddForm(case=case, initial={"incident": asked})
        return render(request, "evidence/add.html", _page(case, form))
    form = AddForm(request.POST, request.FILES, case=case)
    if not form.is_valid():
        if request.htmx:
            return _rows(request, case, _refused(request, form))
        return render(request, "evidence/add.html", _page(case, form), status=422)
    uploads = form.cleaned_data["uploads"]
    outcomes = [_taken(upload, at, form, case, request) for at, upload in enumerate(uploads)]
    if request.htmx:
        return _rows(request, case, outcomes)
    for outcome in outcomes:
        level = messages.WARNING if outcome.tone == "warn" else messages.SUCCESS
        messages.add_message(request, level, f"{outcome.name}: {outcome.words}")
    return redirect("evidence:timeline", case_ref=case.ref)


@with_case(Permission.EVIDENCE_ADD, methods=("GET", "POST"))
def add_post(request: StaffRequest, case: Case) -> HttpResponse:
    """One form that makes account, incident, statement and item of a post.

    A screenshot is taken only after the question before files; a post can do without one.
    """
    with_picture = request.GET.get("n") != NO_FILE
    asks = with_picture if request.method == "GET" else "young" in request.POST or request.FILES
    if asks and (answer := _asked_first(request, case, may_do_without=True)) is not None:
        return answer
    sent = (request.POST or None, request.FILES or None)
    form = AddPostForm(*sent, case=case, with_picture=with_picture)
    if request.method == "POST" and form.is_valid():
        if not act_once(form, lambda: _write_down(request, case, form)):
            messages.info(request, "The form was sent twice. The post is written down once.")
        return redirect("evidence:timeline", case_ref=case.ref)
    status = 422 if form.is_bound else 200
    return render(request, "evidence/add_post.html", _page(case, form), status=status)


def _asked_first(
    request: StaffRequest, case: Case, *, may_do_without: bool = False
) -> HttpResponse | None:
    """The question before files, or what follows from its answer; ``None`` lets files in."""
    place = f"case-{case.pk}"
    page = {"case": case, "place": request.path, "may_do_without": may_do_without}
    if "young" in request.POST:
        form = YoungForm(request.POST)
        if not form.is_valid():
            return render(request, QUESTION_PAGE, {**page, "form": form}, status=422)
        said = form.cleaned_data
        given = asking.record(case, said["young"], by=request.user, number=said["once"])
        asking.remember(request, given, place=place)
        if given.stops:
            page["supervisor"] = team.supervisor_of(case)
            return render(request, "evidence/not_taken.html", page)
        asked = request.GET.copy()
        asked["n"] = "1"
        return redirect(f"{request.path}?{asked.urlencode()}")
    own = FilesAnswer.objects.filter(case=case, by=request.user)
    is_open = asking.lets_in(request, own, place=place)
    if is_open and (request.method == "POST" or "n" in request.GET):
        return None
    if request.htmx:
        return render(request, "evidence/add.html#unasked", page, status=422)
    status = 422 if request.method == "POST" else 200
    return render(request, QUESTION_PAGE, {**page, "form": YoungForm()}, status=status)


def _rows(request: StaffRequest, case: Case, outcomes: list[Outcome]) -> HttpResponse:
    """What a script puts in the place of the files it sent."""
    context = {"case": case, "outcomes": outcomes}
    return render(request, "evidence/add.html#received", context)


def _refused(request: StaffRequest, form: AddForm) -> list[Outcome]:
    """The files of a form that cannot be read, each with what is wrong."""
    words = " ".join(str(words) for field in form.errors.values() for words in field)
    return [
        Outcome(
            name=upload.name or "",
            size=upload.size or 0,
            item=None,
            words=words,
            tone="warn",
            may_try_again="uploads" not in form.errors,
        )
        for upload in request.FILES.getlist("uploads")
    ]


def _write_down(request: StaffRequest, case: Case, form: AddPostForm) -> None:
    said = form.cleaned_data
    added = posts.add_post(
        case,
        said["address"],
        by=request.user,
        posted=form.posted(),
        platform=said["platform"],
        handle=said["handle"],
        words=said["words"],
        kind=StatementKind(said["kind"]),
        picture=said.get("picture"),
        stated=Stated(
            captured=form.captured(),
            captured_by=said["captured_by"],
            obtained=Obtained.FIRM_CAPTURE,
            address=said["address"].address,
        ),
    )
    messages.success(request, _told(added))


def _taken(
    upload: SealedUpload, place: int, form: AddForm, case: Case, request: StaffRequest
) -> Outcome:
    """What became of the file at this place of the form."""
    try:
        item, is_new = _item_of(upload, place, form, case, request)
        words = f"safe as {item.ref}."
        if not is_new:
            words = (
                f"was already here as {item.ref}. One copy is kept; both arrivals are on record."
            )
        tone = "ok" if is_new else "info"
    except NotTaken as refused:
        item, words, tone = None, str(refused), "warn"
    return Outcome(name=upload.name or "", size=upload.size or 0, item=item, words=words, tone=tone)


@transaction.atomic
def _item_of(
    upload: SealedUpload, place: int, form: AddForm, case: Case, request: StaffRequest
) -> tuple[Item, bool]:
    """The item a file became, and whether its bytes were new; a form sent twice adds nothing."""
    said = form.cleaned_data
    if not receiving.is_first(upload, said["once"], place=place):
        held = receiving.held_as(upload, case)
        if held is not None:
            return held, True
    received = receiving.receive(
        upload,
        case=case,
        by=request.user,
        stated=form.stated(),
        incident=said["incident"],
        account=said["account"],
        sensitivity=said["sensitivity"],
    )
    return received.item, received.is_new


def _told(added: posts.Added) -> str:
    said = (
        f"{added.incident.ref} is written down"
        if added.is_new
        else (f"This link was already {added.incident.ref}; what is new was added to it")
    )
    if added.received is None:
        return f"{said}, account {added.account.letter}."
    return f"{said}, account {added.account.letter}, with {added.received.item.ref}."


def _page(case: Case, form: AddForm | AddPostForm) -> dict[str, object]:
    return {"case": case, "form": form}


def _number(incident_ref: str) -> int:
    digits = incident_ref.removeprefix("I-")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 0  # noqa: PLR2004 - fits
