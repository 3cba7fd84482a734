"""Notes, messages to the client, and tasks."""

import re

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.http import StaffRequest
from accounts.permissions import Permission
from cases import to_do
from cases.access import with_case
from cases.client import correspondence, news
from cases.forms.correspondence import GiveTaskForm, MessageForm, NoteForm, TaskEndForm, TaskForm
from cases.models import Case, Note, Step, Task
from cases.paging import Page, page_of
from cases.views.asking import ask, sent

NUMBER = re.compile(r"\d{1,18}")


def _page(name: str, case: Case) -> str:
    return reverse(f"cases:{name}", kwargs={"case_ref": case.ref})


# --- Notes --------------------------------------------------------------------------------------


@with_case(Permission.CASE_READ)
def notes(request: StaffRequest, case: Case) -> HttpResponse:
    context = {"case": case, "page": _notes(request, case), "form": NoteForm()}
    return render(request, "cases/notes.html", context)


def _notes(request: StaffRequest, case: Case) -> Page[Note]:
    return page_of(case.notes.select_related("by"), "-pk", after=request.GET.get("after", ""))


@with_case(Permission.NOTE_WRITE, methods=("POST",), even_closed=True)
def add_note(request: StaffRequest, case: Case) -> HttpResponse:
    form = NoteForm(request.POST)
    return ask(
        request,
        form,
        lambda: correspondence.add_note(case, by=request.user, text=form.cleaned_data["text"]),
        case=case,
        back=_page("notes", case),
        template="cases/notes.html",
        more={"page": _notes(request, case)},
    )


# --- Messages -----------------------------------------------------------------------------------


@with_case(Permission.CASE_READ)
def conversation(request: StaffRequest, case: Case) -> HttpResponse:
    asked = request.GET.get("note", "")
    note = case.notes.filter(pk=asked).first() if NUMBER.fullmatch(asked) else None
    initial = {"text": note.text, "copied_from": note.pk} if note else {}
    context = {
        "case": case,
        **_conversation(request, case),
        "form": MessageForm(case=case, initial=initial),
        "from_note": note,
    }
    return render(request, "cases/messages.html", context)


def _conversation(request: StaffRequest, case: Case) -> dict[str, object]:
    """The latest messages, newest first, and whether the client can see those to her."""
    rows = case.messages.select_related("by")
    return {
        "page": page_of(rows, "-pk", after=request.GET.get("after", "")),
        "unread": case.messages.filter(from_client=True, read_at=None).exists(),
        "watched": correspondence.watched_because(case),
    }


@with_case(Permission.CASE_EDIT, methods=("POST",), even_closed=True)
def read(_request: StaffRequest, case: Case) -> HttpResponse:
    correspondence.mark_read(case, from_client=True)
    return redirect(_page("messages", case))


@with_case(Permission.MESSAGE_SEND, methods=("POST",), even_closed=True)
def preview(request: StaffRequest, case: Case) -> HttpResponse:
    """The client's page with these words; nothing is stored yet."""
    form = MessageForm(request.POST, case=case)
    if not form.is_valid():
        context = {"case": case, "form": form, **_conversation(request, case)}
        return render(request, "cases/messages.html", context, status=422)
    text = form.cleaned_data["text"]
    context = {
        "case": case,
        "form": form,
        "text": text,
        "seen": correspondence.look_at(case, text, by=request.user),
        "watched": correspondence.watched_because(case),
        "sentences": [
            {"step": step, "text": text}
            for step in Step
            if (text := correspondence.sentence_for_client(case, step))
        ],
    }
    return render(request, "cases/message_preview.html", context)


@with_case(Permission.MESSAGE_SEND, methods=("POST",), even_closed=True)
def send(request: StaffRequest, case: Case) -> HttpResponse:
    form = MessageForm(request.POST, case=case)

    def act() -> None:
        correspondence.send_message(
            case,
            by=request.user,
            text=form.cleaned_data["text"],
            seen=request.POST.get("seen", ""),
            copied_from=form.cleaned_data["copied_from"],
        )
        watched = correspondence.is_watched(case)
        told = news.tell_client(case, "a message waits", by=request.user)
        where = "Kept. She does not see it yet." if watched else "On the client's page."
        messages.success(request, f"{where} {told.value}")

    return ask(
        request,
        form,
        act,
        case=case,
        back=_page("messages", case),
        template="cases/messages.html",
        more=_conversation(request, case),
    )


# --- Tasks --------------------------------------------------------------------------------------


@with_case(Permission.CASE_READ)
def tasks(request: StaffRequest, case: Case) -> HttpResponse:
    return render(
        request, "cases/tasks.html", _task_page(request, case) | {"form": TaskForm(case=case)}
    )


def _task_page(request: StaffRequest, case: Case) -> dict[str, object]:
    done = case.tasks.exclude(done_at=None).order_by("-done_at")
    return {
        "case": case,
        "page": _to_do(request, case),
        "done": done.select_related("done_by")[:20],
    }


def _to_do(request: StaffRequest, case: Case) -> Page[Task]:
    rows = case.tasks.to_do().by_day().with_holders().select_related("assigned_to")
    return page_of(rows, "day", "pk", after=request.GET.get("after", ""))


@with_case(Permission.CASE_EDIT, methods=("POST",))
def add_task(request: StaffRequest, case: Case) -> HttpResponse:
    form = TaskForm(request.POST, case=case)
    return ask(
        request,
        form,
        lambda: to_do.add_task(case, by=request.user, **form.facts()),
        case=case,
        back=_page("tasks", case),
        template="cases/tasks.html",
        more=_task_page(request, case),
    )


@with_case(Permission.CASE_EDIT, methods=("POST",), even_closed=True)
def finish_task(request: StaffRequest, case: Case, task_pk: int) -> HttpResponse:
    task = to_do.finish(get_object_or_404(case.tasks, pk=task_pk), by=request.user)
    messages.success(request, f"Done: {task.title}")
    on_today = request.POST.get("back") == "today"
    return redirect(reverse("intake:today") if on_today else _page("tasks", case))


@with_case(Permission.CASE_EDIT, methods=("GET", "POST"), even_closed=True)
def task_not_needed(request: StaffRequest, case: Case, task_pk: int) -> HttpResponse:
    task = get_object_or_404(case.tasks, pk=task_pk)
    form = TaskEndForm(sent(request))
    return ask(
        request,
        form,
        lambda: to_do.finish(task, by=request.user, not_needed=form.cleaned_data["not_needed"]),
        case=case,
        back=_page("tasks", case),
        title=f"Not needed: {task.title}",
        browser_title="A task that is not needed",
        lead="The answer stays in the record.",
        button="Not needed",
    )


@with_case(Permission.CASE_EDIT, methods=("GET", "POST"), even_closed=True)
def give_task(request: StaffRequest, case: Case, task_pk: int) -> HttpResponse:
    task = get_object_or_404(case.tasks, pk=task_pk)
    form = GiveTaskForm(sent(request), case=case, initial={"to": task.assigned_to_id})
    return ask(
        request,
        form,
        lambda: to_do.give(task, form.cleaned_data["to"]),
        case=case,
        back=_page("tasks", case),
        title=f"Give to someone: {task.title}",
        browser_title="Give a task to someone",
        button="Give",
    )


@with_case(Permission.CASE_EDIT, methods=("POST",))
def take_task_back(request: StaffRequest, case: Case, task_pk: int) -> HttpResponse:
    task = to_do.take_back(get_object_or_404(case.tasks, pk=task_pk))
    messages.success(request, f"To do again: {task.title}")
    return redirect(_page("tasks", case))
