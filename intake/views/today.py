"""Today: what waits for the person who signed in, from every part of the product."""

from collections.abc import Iterable

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.access import requires
from accounts.http import StaffRequest
from accounts.models import User
from accounts.permissions import Permission, may
from cases.models import Case
from cases.reading import today
from cases.reading.today import Row
from documents.letters import reading
from evidence.models import Item
from evidence.models.item import ItemState
from intake.models import Enquiry, EnquiryAnswer

MOST_OF_A_KIND = 10


@requires(Permission.TODAY_READ)
def show(request: StaffRequest) -> HttpResponse:
    page = today.rows_for(request.user)
    if may(request.user, Permission.LETTER_APPROVE):
        page.add(must_decide=_letters(request.user))
    if may(request.user, Permission.INTAKE_READ):
        page.add(new=_enquiries(request.user), due=_not_taken(request.user))
    page.add(new=_items(request.user))
    context = {
        "page": page,
        "day": timezone.localdate(),
        "lists": [
            ("Must decide", page.must_decide, "Nothing waits for your decision."),
            ("Due", page.due, "Nothing due in the next 7 days."),
            ("New", page.new, "Nothing new."),
        ],
    }
    return render(request, "intake/today.html", context)


def _letters(user: User) -> Iterable[Row]:
    for letter in reading.letters_to_decide(user).order_by("pk")[:MOST_OF_A_KIND]:
        yield Row(
            title=f"Approve “{letter}”",
            detail=f"{letter.case.client_name}, {letter.case.ref}",
            url=letter.get_absolute_url(),
        )


def _enquiries(user: User) -> Iterable[Row]:
    day = timezone.localdate()
    new = Enquiry.objects.visible_to(user).filter(state="new").for_inbox()
    for enquiry in new.order_by("reply_by", "pk")[:MOST_OF_A_KIND]:
        yield Row(
            title=f"Enquiry {enquiry.ref}",
            detail="Waits for a first answer",
            url=reverse("intake:enquiry", kwargs={"enquiry_ref": enquiry.ref}),
            due=enquiry.reply_by,
            urgent=enquiry.reply_by < day,
        )


def _not_taken(user: User) -> Iterable[Row]:
    """Enquiries from which nothing was taken, because a file may show someone under 18."""
    open_ones = Enquiry.objects.visible_to(user).still_open()
    stopped = EnquiryAnswer.objects.stopping().filter(enquiry__in=open_ones)
    for enquiry in Enquiry.objects.filter(pk__in=stopped.values("enquiry")).order_by("pk"):
        yield Row(
            title=f"Enquiry {enquiry.ref}: a file may show someone under 18",
            detail="Nothing was taken. Reach them today; a supervising attorney decides",
            url=reverse("intake:enquiry", kwargs={"enquiry_ref": enquiry.ref}),
            due=timezone.localdate(),
            urgent=True,
        )


def _items(user: User) -> Iterable[Row]:
    """Evidence nobody has looked through, counted for each case of the person."""
    mine = Case.objects.visible_to(user).still_open().filter(team__user=user, team__ended_at=None)
    waiting = Item.objects.visible_to(user).shown().filter(state=ItemState.RECEIVED)
    counted = waiting.filter(case__in=mine).order_by().values_list("case").annotate(Count("pk"))
    counts = dict(counted)
    for case in Case.objects.filter(pk__in=counts).order_by("-pk")[:MOST_OF_A_KIND]:
        count = counts[case.pk]
        yield Row(
            title=f"{count} item{'' if count == 1 else 's'} to look through",
            detail=f"{case.client_name}, {case.ref}",
            url=reverse("evidence:timeline", kwargs={"case_ref": case.ref}),
        )
