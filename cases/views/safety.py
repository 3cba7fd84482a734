"""Safety flags of a case: raising, lifting, telling people apart."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts import second_person
from accounts.http import StaffRequest
from accounts.permissions import Permission
from cases import flags
from cases.access import with_case
from cases.client import reach_changes, reaching
from cases.forms.asking import ReasonForm, SecondForm
from cases.forms.safety import DifferenceForm, FlagForm, ReachSettleForm, SafeContactForm
from cases.models import Case, ReachOutcome, SafetyKind
from cases.safety import blocks
from cases.stale import StaleEdit
from cases.views.asking import ask, sent
from cases.views.stale import both_texts


def _here(case: Case) -> str:
    return reverse("cases:safety", kwargs={"case_ref": case.ref})


@with_case(Permission.CASE_READ)
def show(request: StaffRequest, case: Case) -> HttpResponse:
    rows = case.safety_flags.select_related(
        "party", "account__platform", "raised_by", "lifted_by", "lift_seconded_by"
    ).prefetch_related("differences__party", "differences__by")
    recipients = [
        {"party": party, "blocked": reason}
        for party, reason in blocks.blocked(case, blocks.other_side(case)).items()
    ]
    context = {
        "case": case,
        "standing": [
            {
                "flag": flag,
                "may_agree": not flags.lift_objection(flag, request.user),
                "own": flag.lifted_by_id == request.user.pk,
            }
            for flag in rows
            if flag.lifted_at is None
        ],
        "lifted": [flag for flag in rows if flag.lifted_at is not None],
        "needed": second_person.NEEDED[second_person.rule()],
        "recipients": recipients,
        "contact": case.safe_contact,
        "asked": reach_changes.waiting(case),
        "differences": reach_changes.asked_of(case),
        "settled": case.reach_changes.exclude(outcome="").select_related("settled_by")[:5],
    }
    return render(request, "cases/safety.html", context)


@with_case(Permission.SAFETY_RAISE, methods=("GET", "POST"), even_closed=True)
def raise_flag(request: StaffRequest, case: Case) -> HttpResponse:
    form = FlagForm(sent(request), case=case)
    return ask(
        request,
        form,
        lambda: flags.raise_flag(
            case,
            SafetyKind(form.cleaned_data["kind"]),
            by=request.user,
            reason=form.cleaned_data["reason"],
            **form.named(),  # type: ignore[arg-type]  # a party or an account, by its name
        ),
        case=case,
        back=_here(case),
        title="Raise a safety flag",
        lead="From this moment no letter goes to the source of the danger, and step 4 stops. "
        "Intimate images, sexual extortion and someone under 18 also hold back every file.",
        button="Raise the flag",
        danger=True,
    )


@with_case(Permission.SAFETY_LIFT, methods=("GET", "POST"), even_closed=True)
def lift(request: StaffRequest, case: Case, flag_pk: int) -> HttpResponse:
    flag = get_object_or_404(case.safety_flags, pk=flag_pk)
    form = ReasonForm(sent(request))
    needed = second_person.NEEDED[second_person.rule()]
    second = f" Then {needed}." if flag.kind in flags.NEED_A_SECOND else ""
    return ask(
        request,
        form,
        lambda: flags.lift(flag, by=request.user, reason=form.cleaned_data["reason"]),
        case=case,
        back=_here(case),
        title=f"Lift “{flag.get_kind_display()}”",
        lead=f"Say why the danger is over.{second}",
        button="Lift the flag",
        danger=True,
    )


@with_case(Permission.SECOND_GIVE, methods=("GET", "POST"), even_closed=True)
def second_lift(request: StaffRequest, case: Case, flag_pk: int) -> HttpResponse:
    """Agree or keep; who agrees with themselves after the wait is asked for a reason."""
    flag = get_object_or_404(case.safety_flags.select_related("lifted_by"), pk=flag_pk)
    own = flag.lifted_by is not None and second_person.needs_a_reason(flag.lifted_by, request.user)
    agrees = request.POST.get("agrees", "yes") == "yes"
    form = SecondForm(sent(request), needs_reason=own and agrees)
    return ask(
        request,
        form,
        lambda: flags.second_lift(
            flag, by=request.user, agrees=agrees, reason=form.cleaned_data["reason"]
        ),
        case=case,
        back=_here(case),
        title=f"Agree to lift “{flag.get_kind_display()}”",
        lead=f"The reason given: {flag.lift_reason}",
        button="Agree to lift",
        done="The flag is lifted." if agrees else "The flag stays.",
        danger=True,
    )


@with_case(Permission.SAFETY_LIFT, methods=("GET", "POST"), even_closed=True)
def differs(request: StaffRequest, case: Case, flag_pk: int) -> HttpResponse:
    flag = get_object_or_404(case.safety_flags.standing(), pk=flag_pk)
    form = DifferenceForm(sent(request), case=case)
    return ask(
        request,
        form,
        lambda: flags.record_difference(
            flag,
            form.cleaned_data["party"],
            by=request.user,
            reason=form.cleaned_data["reason"],
        ),
        case=case,
        back=_here(case),
        title=f"Someone who is not the source of “{flag.get_kind_display()}”",
        lead="Letters to this person are then no longer blocked by this flag.",
        button="Record",
    )


@with_case(Permission.CASE_EDIT, methods=("GET", "POST"), even_closed=True)
def contact(request: StaffRequest, case: Case) -> HttpResponse:
    form = SafeContactForm(sent(request), kept=case.safe_contact)

    def act() -> None:
        shown = form.cleaned_data["version"] or 0
        reaching.keep_safe_contact(case, shown, by=request.user, **form.facts())

    try:
        return ask(
            request,
            form,
            act,
            case=case,
            back=_here(case),
            title="How we reach the client",
            lead="Only what the client told you herself, after her code word. Nothing is sent to "
            "an address or number that is not called safe.",
            done="Kept. The page says who confirmed it with the client.",
            template="cases/reach_change.html",
            more=_asked_and_word(case),
        )
    except StaleEdit as stale:
        case.refresh_from_db(fields=["safe_contact"])
        now = SafeContactForm(kept=case.safe_contact)
        return both_texts(
            request,
            case,
            form,
            now,
            stale.version,
            back=_here(case),
            more=_asked_and_word(case),
            left_out=["code_word"],
        )


@with_case(Permission.CASE_EDIT, methods=("GET", "POST"), even_closed=True)
def settle_reach(request: StaffRequest, case: Case, change_pk: int) -> HttpResponse:
    change = get_object_or_404(case.reach_changes, pk=change_pk)
    form = ReachSettleForm(sent(request))
    return ask(
        request,
        form,
        lambda: reach_changes.settle(
            change,
            ReachOutcome(form.cleaned_data["outcome"]),
            how=form.cleaned_data["how"],
            by=request.user,
        ),
        case=case,
        back=_here(case),
        title="What the client said",
        lead="Ask her in the way that was agreed before, never at the address or number that was "
        "sent, and only when she is alone.",
        done="Settled. The page says how she is reached now.",
        template="cases/reach_change.html",
        more=_asked_and_word(case),
    )


def _asked_and_word(case: Case) -> dict[str, object]:
    """What her page asks, and whether a code word is to be heard before it is used."""
    return {
        "differences": reach_changes.asked_of(case),
        "code_word_kept": bool(case.safe_contact and case.safe_contact.code_word_sealed),
    }
