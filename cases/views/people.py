"""Parties, names, addresses, accounts, and who is thought to be behind them."""

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.http import StaffRequest
from accounts.permissions import Permission
from cases import people
from cases.access import with_case
from cases.forms.people import (
    AccountChangeForm,
    AccountForm,
    AttributionForm,
    ContactForm,
    NameForm,
    PartyForm,
)
from cases.models import (
    AttributionLevel,
    Case,
    ContactKind,
    NameKind,
    OnlineAccount,
    Party,
    RoleOnCase,
)
from cases.paging import page_of
from cases.register import conflicts
from cases.safety import blocks
from cases.views.asking import ask, sent
from cases.views.stale import ask_to_change


def _here(case: Case) -> str:
    return reverse("cases:people", kwargs={"case_ref": case.ref})


def _party_page(party: Party) -> str:
    kwargs = {"case_ref": party.case.ref, "party_pk": party.pk}
    return reverse("cases:party", kwargs=kwargs)


@with_case(Permission.CASE_READ)
def show(request: StaffRequest, case: Case) -> HttpResponse:
    parties = case.parties.prefetch_related("roles", "names", "attributions__account")
    accounts = case.accounts.select_related("platform").prefetch_related("attributions__party")
    accounts = accounts.annotate(incident_count=Count("incidents"))
    context = {
        "case": case,
        "page": page_of(parties, "pk", after=request.GET.get("after", "")),
        "accounts": page_of(accounts, "pk", after=request.GET.get("accounts", "")),
        "unchecked": conflicts.unchecked_names(case),
    }
    return render(request, "cases/people.html", context)


@with_case(Permission.CASE_EDIT, methods=("GET", "POST"))
def add_party(request: StaffRequest, case: Case) -> HttpResponse:
    form = PartyForm(sent(request), case=case)
    return ask(
        request,
        form,
        lambda: people.add_party(case, **form.facts()),
        case=case,
        back=_here(case),
        title="Add a person or organisation",
        lead="The name goes into the conflict register at once, and needs a new check.",
        button="Add",
    )


@with_case(Permission.CASE_READ)
def party(request: StaffRequest, case: Case, party_pk: int) -> HttpResponse:
    row = get_object_or_404(case.parties.prefetch_related("roles", "names"), pk=party_pk)
    roles = {role.code for role in row.roles.all()}
    context = {
        "case": case,
        "party": row,
        "contacts": row.contact_points.select_related("verified_by"),
        "views": row.attributions.select_related("account__platform", "set_by"),
        "blocked": blocks.recipient_blocked(case, row) if RoleOnCase.CLIENT not in roles else "",
        "warning": blocks.recipient_warning(case, row) if RoleOnCase.CLIENT not in roles else "",
    }
    return render(request, "cases/party.html", context)


@with_case(Permission.CASE_EDIT, methods=("GET", "POST"))
def edit_party(request: StaffRequest, case: Case, party_pk: int) -> HttpResponse:
    row = get_object_or_404(case.parties, pk=party_pk)
    return ask_to_change(
        request,
        case,
        row,
        lambda data: PartyForm(data, case=case, party=row),
        lambda form: people.change_party(row, by=request.user, **form.facts()),
        rows=case.parties.all(),
        back=_party_page(row),
        title=f"Change {row.label}",
        browser_title="Change a person",
    )


@with_case(Permission.CASE_EDIT, methods=("GET", "POST"))
def add_name(request: StaffRequest, case: Case, party_pk: int) -> HttpResponse:
    row = get_object_or_404(case.parties, pk=party_pk)
    form = NameForm(sent(request))
    return ask(
        request,
        form,
        lambda: people.add_name(
            row, NameKind(form.cleaned_data["kind"]), form.cleaned_data["text"]
        ),
        case=case,
        back=_party_page(row),
        title=f"Another name of {row.label}",
        browser_title="Another name",
        button="Add",
    )


@with_case(Permission.CASE_EDIT, methods=("GET", "POST"))
def add_contact(request: StaffRequest, case: Case, party_pk: int) -> HttpResponse:
    row = get_object_or_404(case.parties, pk=party_pk)
    form = ContactForm(sent(request))
    return ask(
        request,
        form,
        lambda: people.add_contact(
            row,
            ContactKind(form.cleaned_data["kind"]),
            form.cleaned_data["value"],
            protected=form.cleaned_data["protected"],
        ),
        case=case,
        back=_party_page(row),
        title=f"Address or number of {row.label}",
        browser_title="Address or number",
        lead="Kept encrypted. A client's is never printed.",
        button="Add",
    )


@with_case(Permission.CASE_EDIT, methods=("POST",))
def confirm_contact(
    request: StaffRequest, case: Case, party_pk: int, contact_pk: int
) -> HttpResponse:
    row = get_object_or_404(case.parties, pk=party_pk)
    point = get_object_or_404(row.contact_points, pk=contact_pk)
    people.confirm_contact(point, by=request.user)
    return redirect(_party_page(row))


@with_case(Permission.CASE_EDIT, methods=("GET", "POST"))
def add_account(request: StaffRequest, case: Case) -> HttpResponse:
    form = AccountForm(sent(request))

    def act() -> OnlineAccount:
        facts = {name: value for name, value in form.cleaned_data.items() if name != "once"}
        return people.add_account(case, **facts)

    return ask(
        request,
        form,
        act,
        case=case,
        back=_here(case),
        title="Add an account",
        lead="It gets the next letter of this case.",
        button="Add",
    )


@with_case(Permission.CASE_READ)
def account(request: StaffRequest, case: Case, account_pk: int) -> HttpResponse:
    row = get_object_or_404(case.accounts.select_related("platform"), pk=account_pk)
    context = {
        "case": case,
        "account": row,
        "views": row.attributions.select_related("party", "set_by"),
        "earlier": row.handle_uses.order_by("-pk"),
        "page": page_of(
            row.incidents.in_reading_order(),
            "sort_at",
            "pk",
            after=request.GET.get("after", ""),
        ),
    }
    return render(request, "cases/account.html", context)


@with_case(Permission.CASE_EDIT, methods=("GET", "POST"))
def edit_account(request: StaffRequest, case: Case, account_pk: int) -> HttpResponse:
    row = get_object_or_404(case.accounts, pk=account_pk)
    return ask_to_change(
        request,
        case,
        row,
        lambda data: AccountChangeForm(data, account=row),
        lambda form: people.change_account(row, **form.facts()),
        rows=case.accounts.all(),
        back=reverse("cases:account", kwargs={"case_ref": case.ref, "account_pk": row.pk}),
        title=f"Change account {row.letter}",
        lead="The name it bore until now is kept as an earlier one. A new name needs a new "
        "conflict check.",
    )


@with_case(Permission.ATTRIBUTION_SET, methods=("GET", "POST"))
def attribute(request: StaffRequest, case: Case, account_pk: int) -> HttpResponse:
    row = get_object_or_404(case.accounts, pk=account_pk)
    form = AttributionForm(sent(request), case=case)
    return ask(
        request,
        form,
        lambda: people.attribute(
            row,
            form.cleaned_data["party"],
            AttributionLevel(form.cleaned_data["level"]),
            basis=form.cleaned_data["basis"],
            by=request.user,
        ),
        case=case,
        back=reverse("cases:account", kwargs={"case_ref": case.ref, "account_pk": row.pk}),
        title=f"Who may be behind {row.handle}",
        browser_title="Who may be behind an account",
        lead="Write “shared traits”, “suggests”, “confirmed by”. A letter relies on probable "
        "or better.",
        button="Record",
    )
