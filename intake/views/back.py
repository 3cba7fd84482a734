"""Coming back with the private phrase, and what waits there."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import public
from accounts.models import Firm
from intake import drafts, endings, files, notices, stories, throttle
from intake.drafts import OpenDraft
from intake.forms.around import AnswerForm, PhraseForm, StoryForm
from intake.models import Enquiry, EnquiryState
from intake.views.questionnaire import address, place_of
from intake.views.writing import draft_of, hold, let_go

WRONG = "That phrase does not match. Check the order of the words"
WAIT = "Too many tries. Wait 15 minutes, then try again"


@transaction.non_atomic_requests
@public(methods=("GET", "POST"))
def back(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "intake/back.html", {"form": PhraseForm()})
    form = PhraseForm(request.POST)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if not form.is_valid():
        pass
    elif not _spent(request):
        form.add_error("words", WAIT)
        status = HTTPStatus.TOO_MANY_REQUESTS
    else:
        draft = drafts.come_back(form.cleaned_data["words"])
        if draft is not None:
            throttle.give_back(request, throttle.WRONG_PHRASE)
            hold(request, draft)
            if draft.row.enquiry_id is not None:
                return redirect("intake:more")
            return redirect(address(place_of(draft.answers)))
        form.add_error("words", WRONG)
    return render(request, "intake/back.html", {"form": form}, status=status)


def _spent(request: HttpRequest) -> bool:
    """Pay for a try at once: nobody else waits for the counters while the words are stretched."""
    with transaction.atomic():
        return throttle.spend(request, throttle.WRONG_PHRASE)


def sent_draft(request: HttpRequest) -> tuple[OpenDraft, Enquiry] | None:
    """The draft of this session and the enquiry it became; None when nothing was sent."""
    draft = draft_of(request)
    if draft is None or draft.row.enquiry is None:
        return None
    return draft, draft.row.enquiry


@public()
def more(request: HttpRequest) -> HttpResponse:
    """Where somebody lands who comes back after sending: what waits, and what they may add."""
    found = sent_draft(request)
    if found is None:
        return redirect("intake:back")
    _, enquiry = found
    return _more_page(request, enquiry, AnswerForm())


def _more_page(
    request: HttpRequest,
    enquiry: Enquiry,
    form: AnswerForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    declining = getattr(enquiry, "declining", None)
    shown = {
        "enquiry": enquiry,
        "firm": Firm.current(),
        "declining": declining if declining and declining.erased_at is None else None,
        "may_add": stories.may_add(enquiry),
        "query": enquiry.queries.filter(answered_at=None).last() if enquiry.is_open else None,
        "form": form,
        "has_story": hasattr(enquiry, "story"),
        "may_send": files.may_send(enquiry),
        "may_fetch": files.may_fetch(enquiry, timezone.localdate()),
        "received": files.shown(enquiry),
        "not_listed": files.NOT_LISTED if files.is_closed(enquiry) else "",
        "may_take_back": files.may_take_back(enquiry),
        "opened": enquiry.state == EnquiryState.OPENED,
        "answers_saved": True,
        "promise": notices.PROMISE,
        "choice": notices.CHOICE,
    }
    return render(request, "intake/more.html", shown, status=status)


@public(methods=("POST",))
def reply(request: HttpRequest, query_uuid: UUID) -> HttpResponse:
    """Answer the one question we asked."""
    found = sent_draft(request)
    if found is None:
        return render(request, "intake/closed.html", status=HTTPStatus.CONFLICT)
    _, enquiry = found
    query = get_object_or_404(enquiry.queries, uuid=query_uuid)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _more_page(request, enquiry, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    stories.answer(query, form.cleaned_data["text"])
    messages.success(request, "Your answer is with us.")
    return redirect("intake:more")


@public(methods=("GET", "POST"))
def words(request: HttpRequest) -> HttpResponse:
    """What happened, in their own words: only once we know that we are free to act."""
    found = sent_draft(request)
    if found is None:
        return redirect("intake:back")
    _, enquiry = found
    if not stories.may_add(enquiry):
        return redirect("intake:more")
    story = getattr(enquiry, "story", None)
    told = story.text if story else ""
    if request.method != "POST":
        return _words_page(request, StoryForm(initial={"text": told}), told)
    form = StoryForm(request.POST)
    if not form.is_valid():
        return _words_page(request, form, told, HTTPStatus.UNPROCESSABLE_ENTITY)
    text = form.cleaned_data["text"]
    seen = request.POST.get("seen")
    if seen and seen != _mark(told) and text != told:
        return _words_page(request, form, told, HTTPStatus.CONFLICT)
    stories.tell(enquiry, text)
    messages.success(request, "Your words are with us.")
    return redirect("intake:more")


def _words_page(
    request: HttpRequest, form: StoryForm, told: str, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    shown = {
        "form": form,
        "seen": _mark(told),
        "elsewhere": told if status == HTTPStatus.CONFLICT else "",
    }
    return render(request, "intake/words.html", shown, status=status)


def _mark(text: str) -> str:
    """What a page remembers of the text it showed."""
    return drafts.mark_of({"text": text}, ["text"])


@public(methods=("GET", "POST"))
def stop(request: HttpRequest) -> HttpResponse:
    """Take everything back; once a case was opened, ask its lead to."""
    found = sent_draft(request)
    if found is None:
        return redirect("intake:back")
    _, enquiry = found
    opened = enquiry.case_id is not None
    if not opened and not endings.may_withdraw(enquiry):
        return redirect("intake:more")
    if request.method != "POST":
        return render(request, "intake/stop.html", {"answers_saved": True, "opened": opened})
    if opened:
        endings.ask_to_withdraw(enquiry)
        messages.success(request, "We have your wish. A person here talks with you about it.")
        return redirect("intake:more")
    endings.withdraw(enquiry)
    let_go(request)
    messages.success(
        request,
        "We deleted what you sent. We keep only the names, so that we never act against you.",
    )
    return redirect("intake:landing")
