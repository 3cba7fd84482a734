"""The questionnaire: before it starts, its pages, checking, keeping and forgetting."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.access import public
from accounts.models import Firm
from intake import drafts, notices, sending, summary, throttle
from intake.drafts import OpenDraft
from intake.forms.around import SendForm
from intake.forms.pages import PageForm
from intake.questions import (
    PAGES,
    PARTS,
    Answers,
    Page,
    first_missing,
    open_pages,
    page_after,
    page_at,
    page_before,
    safe_way,
    without_closed_branches,
)
from intake.views.writing import draft_of, let_go, token_of

PLACE = "_page"  # the page somebody was on last, kept among the answers
WITH_DRAFT = Callable[..., HttpResponse]


def with_unsent_draft(view: WITH_DRAFT) -> WITH_DRAFT:
    """Give the view the draft this session has open; without one, lead to where to go."""

    @wraps(view)
    def found(request: HttpRequest, **captured: int) -> HttpResponse:
        draft = draft_of(request)
        if draft is None:
            if request.method == "POST":
                return render(request, "intake/closed.html", status=HTTPStatus.CONFLICT)
            return redirect("intake:start")
        if draft.row.enquiry_id is not None:
            return redirect("intake:sent")
        return view(request, draft, **captured)

    return found


def address(page: Page | None) -> str:
    """Where a page is; checking the answers comes after the last one."""
    if page is None:
        return reverse("intake:check")
    return reverse("intake:question", kwargs={"part": page.part, "n": page.n})


@public(methods=("GET", "POST"))
def start(request: HttpRequest) -> HttpResponse:
    firm = Firm.current()
    draft = draft_of(request)
    if draft is not None and draft.row.enquiry_id is not None:
        return redirect("intake:sent")
    if request.method != "POST":
        token_of(request)
        shown = {"firm": firm, "promise": notices.PROMISE, "choice": notices.CHOICE}
        return render(request, "intake/start.html", shown)
    if not firm.intake_open:
        return redirect("intake:start")
    if draft is None and not throttle.spend(request, throttle.BEGIN):
        return render(request, "intake/wait.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    begun = drafts.begin(token_of(request))
    return redirect(address(place_of(begun.answers)))


def place_of(answers: Answers) -> Page | None:
    """The page to go on with: the one after the last that was answered."""
    key = str(answers.get(PLACE, ""))
    last = next((page for page in PAGES if page.key == key), None)
    return page_after(last, answers) if last else PAGES[0]


@public()
def practice(request: HttpRequest) -> HttpResponse:
    return render(request, "intake/practice.html")


@public(methods=("GET", "POST"))
@with_unsent_draft
def question(request: HttpRequest, draft: OpenDraft, part: int, n: int) -> HttpResponse:
    page, answers = page_at(part, n), draft.answers
    if page is None:
        raise Http404
    if not page.when(answers):
        return redirect(address(page_after(page, answers)))
    checking = "c" in (request.POST if request.method == "POST" else request.GET)
    if request.method != "POST":
        form = PageForm(page=page, answers=answers)
        return _question_page(request, draft, form, checking=checking)
    form = PageForm(request.POST, page=page, answers=answers)
    if not form.is_valid():
        return _question_page(
            request, draft, form, checking=checking, status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    names = [asked.name for asked in page.questions]
    if _changed_elsewhere(request, answers, form, names):
        return _question_page(request, draft, form, checking=checking, status=HTTPStatus.CONFLICT)
    drafts.keep(draft, {PLACE: page.key, **form.answers()}, of=[PLACE, *names])
    if "more" in request.POST:
        return redirect(f"{request.path}{'?c=1' if checking else ''}#more")
    now = draft.answers
    return redirect(_newly_asked(answers, now) if checking else address(page_after(page, now)))


def _newly_asked(before: Answers, now: Answers) -> str:
    """Where a changed answer leads: to the first page it opens, else back to the check."""
    opened = [page for page in open_pages(now) if page not in open_pages(before)]
    return f"{address(opened[0])}?c=1" if opened else address(None)


def _changed_elsewhere(
    request: HttpRequest, answers: Answers, form: PageForm, names: list[str]
) -> bool:
    """Whether another window kept other answers to this page since this one was shown."""
    seen, now = request.POST.get("seen"), drafts.mark_of(answers, names)
    return bool(seen) and seen != now and drafts.mark_of(form.answers(), names) != now


def _question_page(
    request: HttpRequest,
    draft: OpenDraft,
    form: PageForm,
    *,
    checking: bool,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    page = form.page
    before = page_before(page, draft.answers)
    back = reverse("intake:check") if checking else reverse("intake:start")
    shown = {
        "page": page,
        "form": form,
        "part_title": PARTS[page.part],
        "parts": PARTS,
        "back": address(before) if before and not checking else back,
        "checking": checking,
        "kept": PLACE in draft.answers,
        "seen": drafts.mark_of(draft.answers, [asked.name for asked in page.questions]),
        "elsewhere": _elsewhere(draft, page) if status == HTTPStatus.CONFLICT else None,
        "answers_saved": draft.row.has_a_way_back,
    }
    firm = Firm.current()
    if page.note == "help_now":
        shown["lines"] = firm.help_lines.all() if firm.pk else []
    if page.note == "outside":
        shown["places"] = _places_of(firm, draft.answers)
    return render(request, "intake/question.html", shown, status=status)


def _places_of(firm: Firm, answers: Answers) -> list[str]:
    """Where the firm acts, for somebody whose matter lies elsewhere; else nothing."""
    acts_in = {place.code: place.name for place in firm.jurisdictions.all()} if firm.pk else {}
    at = {answers.get("lives_in"), answers.get("happened_in")}
    return [] if at & acts_in.keys() else list(acts_in.values())


def _elsewhere(draft: OpenDraft, page: Page) -> list[tuple[str, list[str]]]:
    """What the other window kept, in words."""
    answers = draft.answers
    return [
        (asked.short, summary.in_words(asked, answers.get(asked.name)))
        for asked in page.questions
        if asked.name in answers
    ]


@public()
@with_unsent_draft
def check(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    return _check_page(request, draft, SendForm())


def _check_page(
    request: HttpRequest, draft: OpenDraft, form: SendForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    answers = without_closed_branches(draft.answers)
    shown = {
        "parts": summary.parts(answers),
        "missing": first_missing(answers),
        "form": form,
        "shown": notices.SHOWN,
        "firm": Firm.current(),
        "sample": sending.sample(answers),
        "answers_saved": draft.row.has_a_way_back,
    }
    return render(request, "intake/check.html", shown, status=status)


@public(methods=("POST",))
def send(request: HttpRequest) -> HttpResponse:
    draft = draft_of(request)
    if draft is None:
        return render(request, "intake/closed.html", status=HTTPStatus.CONFLICT)
    if draft.row.enquiry_id is not None:
        return redirect("intake:sent")
    form = SendForm(request.POST)
    missing = first_missing(without_closed_branches(draft.answers))
    if missing or not form.is_valid():
        return _check_page(request, draft, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if not throttle.spend(request, throttle.SEND):
        return render(request, "intake/wait.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    sending.send(draft, ticked=form.ticked())
    return redirect("intake:sent")


@public()
def sent(request: HttpRequest) -> HttpResponse:
    draft = draft_of(request)
    if draft is None or draft.row.enquiry is None:
        return redirect("intake:landing")
    shown = {
        "enquiry": draft.row.enquiry,
        "firm": Firm.current(),
        "has_a_way_back": draft.row.has_a_way_back,
        "sample": sending.sample(draft.answers),
        "only_here": safe_way(draft.answers) == "site",
        "answers_saved": True,
        "promise": notices.PROMISE,
        "choice": notices.CHOICE,
    }
    return render(request, "intake/sent.html", shown)


@public(methods=("GET", "POST"))
def save(request: HttpRequest) -> HttpResponse:
    """Show the private phrase once, on asking; the words stand in no address and no row."""
    draft = draft_of(request)
    if draft is None:
        return redirect("intake:start")
    had_one = draft.row.has_a_way_back
    words = drafts.make_phrase(draft).split(" ") if request.method == "POST" else None
    shown = {
        "words": words,
        "had_one": had_one,
        "is_sent": draft.row.enquiry_id is not None,
        "going_on": address(place_of(draft.answers)),
        "answers_saved": draft.row.has_a_way_back,
    }
    return render(request, "intake/save.html", shown)


@public(methods=("GET", "POST"))
@with_unsent_draft
def forget(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    if request.method != "POST":
        return render(request, "intake/forget.html")
    drafts.forget(draft)
    let_go(request)
    messages.success(request, "Your answers are deleted.")
    return redirect("intake:landing")
