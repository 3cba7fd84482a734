"""Parties, their names and addresses, online accounts and who is thought to be behind them.

Whatever names someone goes into the register of names at once, so the next conflict check of
any matter searches it.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.errors import Refusal
from accounts.models import User
from accounts.permissions import Permission, may
from cases.models import (
    Attribution,
    AttributionLevel,
    Case,
    ContactKind,
    ContactPoint,
    HandleUse,
    Name,
    NameKind,
    OnlineAccount,
    Party,
    PartyKind,
    PartyRole,
    Platform,
    RoleChange,
    RoleOnCase,
    TermKind,
)
from cases.numbering import next_number
from cases.register import conflicts
from cases.register.conflicts import Term
from cases.safety import blocks, holding

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class PeopleRefused(Refusal):
    """Someone or something of this name is already in the case."""


def letter_of(number: int) -> str:
    """A, B … Z, AA, AB …: the mark of the n-th account of a case, from 1."""
    letters = ""
    while number:
        number, place = divmod(number - 1, len(LETTERS))
        letters = LETTERS[place] + letters
    return letters


@transaction.atomic
def add_party(
    case: Case,
    *,
    kind: PartyKind = PartyKind.PERSON,
    label: str,
    roles: Iterable[RoleOnCase],
    names: Iterable[tuple[NameKind, str]] = (),
    contacts: Iterable[tuple[ContactKind, str]] = (),
    relation: str = "",
    city: str = "",
    is_minor: bool | None = None,
    represented: bool | None = None,
) -> Party:
    """Add someone to a case and to the register of names.

    A person or organisation without ``names`` bears the label as its name; a Doe has none. A
    client under 18 holds the case's files back.
    """
    roles = set(roles)
    party = Party.objects.create(
        case=case,
        kind=kind,
        label=label.strip(),
        relation=relation.strip(),
        city=city.strip(),
        is_minor=is_minor,
        represented=represented,
    )
    PartyRole.objects.bulk_create(
        PartyRole(party=party, code=role) for role in RoleOnCase if role in roles
    )
    usual = NameKind.LEGAL if kind != PartyKind.ORGANISATION else NameKind.BUSINESS
    given = [(each, text.strip()) for each, text in names if text.strip()]
    if not given and kind != PartyKind.DOE:
        given = [(usual, party.label)]
    Name.objects.bulk_create(Name(party=party, kind=each, text=text) for each, text in given)
    for contact_kind, value in contacts:
        if value.strip():
            _save_contact(party, contact_kind, value)
    _tell_register(party)
    if is_minor and RoleOnCase.CLIENT in roles:
        holding.hold_back(case, afresh=True)
    return party


@transaction.atomic
def change_party(
    party: Party,
    *,
    by: User,
    kind: PartyKind,
    label: str,
    roles: Iterable[RoleOnCase],
    relation: str = "",
    city: str = "",
    is_minor: bool | None = None,
    represented: bool | None = None,
    counsel: Party | None = None,
    reason: str = "",
) -> Party:
    """Change what is known of a party; a Doe who gets a name stays the same row.

    A client under 18 holds the case's files back.

    Raises:
        PeopleRefused: While a safety flag stands, the new roles could lift its block, and no
            attorney says why.
    """
    wanted = set(roles)
    _record_roles(party, {*wanted, *_if_doe(kind)}, reason=reason, by=by)
    party.kind, party.label = kind, label.strip()
    party.relation, party.city = relation.strip(), city.strip()
    if represented != party.represented:
        party.representation_checked_on = timezone.localdate()
    was_client = party.roles.filter(code=RoleOnCase.CLIENT).exists()
    is_news = not (party.is_minor and was_client)
    party.is_minor, party.represented, party.counsel = is_minor, represented, counsel
    party.save()
    party.roles.exclude(code__in=wanted).delete()
    existing = set(party.roles.values_list("code", flat=True))
    PartyRole.objects.bulk_create(
        PartyRole(party=party, code=role) for role in wanted if role not in existing
    )
    if kind != PartyKind.DOE and not party.names.exists():
        Name.objects.create(party=party, text=party.label)
    _tell_register(party)
    if is_minor and RoleOnCase.CLIENT in wanted:
        holding.hold_back(party.case, afresh=is_news)
    return party


def _if_doe(kind: str) -> list[str]:
    return [PartyKind.DOE] if kind == PartyKind.DOE else []


def _record_roles(party: Party, after: set[str], *, reason: str, by: User) -> None:
    """Keep each difference of the roles; one that can lift a block is an attorney's."""
    kind = Party.objects.select_for_update().get(pk=party.pk).kind
    before = {*party.roles.values_list("code", flat=True), *_if_doe(kind)}
    if blocks.may_unblock(before, after) and party.case.safety_flags.standing().exists():
        if not may(by, Permission.ATTRIBUTION_SET):
            raise PeopleRefused(
                "A safety flag stands, and this change of role could lift its block. Ask an "
                "attorney to make it."
            )
        if not reason.strip():
            raise PeopleRefused(
                "A safety flag stands, and this change of role could lift its block. Say why "
                "the role changes."
            )
    RoleChange.objects.bulk_create(
        RoleChange(party=party, code=code, added=code in after, reason=reason.strip()[:300], by=by)
        for code in sorted(before ^ after)
    )


@transaction.atomic
def add_name(party: Party, kind: NameKind, text: str) -> Name:
    name = Name.objects.create(party=party, kind=kind, text=text.strip())
    _tell_register(party)
    return name


@transaction.atomic
def add_contact(
    party: Party, kind: ContactKind, value: str, *, protected: bool = False
) -> ContactPoint:
    """Keep an address or number, encrypted; a client's is always protected."""
    is_client = party.roles.filter(code=RoleOnCase.CLIENT).exists()
    point = _save_contact(party, kind, value, protected=protected or is_client)
    _tell_register(party)
    return point


def confirm_contact(point: ContactPoint, *, by: User) -> None:
    """Somebody has made sure that the address or number is really the party's."""
    point.verified_by, point.verified_at = by, timezone.now()
    point.save(update_fields=["verified_by", "verified_at"])


def _save_contact(
    party: Party, kind: ContactKind, value: str, *, protected: bool | None = None
) -> ContactPoint:
    if protected is None:
        protected = party.roles.filter(code=RoleOnCase.CLIENT).exists()
    point = ContactPoint(party=party, kind=kind, protected=protected)
    point.value = value.strip()
    point.save()
    return point


def _tell_register(party: Party) -> None:
    fresh = Party.objects.prefetch_related("names", "roles", "contact_points").get(pk=party.pk)
    conflicts.remember(
        conflicts.terms_of(fresh), source=party.case.ref, case=party.case, party=party
    )


# --- Accounts ---------------------------------------------------------------------------------


@transaction.atomic
def add_account(
    case: Case,
    *,
    platform: str,
    handle: str,
    display_name: str = "",
    profile_url: str = "",
    platform_number: str = "",
) -> OnlineAccount:
    """Add an account under the next letter of the case, or return the one that is there.

    Args:
        case: The case.
        platform: The site's name; made when it is new.
        handle: The account name, with or without ``@``.
        display_name: The name shown beside it.
        profile_url: Address of its profile.
        platform_number: The site's own number of the account.
    """
    site, _ = Platform.objects.get_or_create(name=platform.strip())
    handle = handle.strip()
    Case.objects.select_for_update().get(pk=case.pk)
    known = case.accounts.filter(platform=site, handle__iexact=handle).first()
    if known is not None:
        return known
    account = OnlineAccount.objects.create(
        case=case,
        platform=site,
        letter=letter_of(next_number(f"account-{case.uuid}")),
        handle=handle,
        display_name=display_name.strip(),
        profile_url=profile_url.strip(),
        platform_number=platform_number.strip(),
    )
    conflicts.remember(
        [Term(kind=TermKind.HANDLE, text=handle, role="account in the case")],
        source=case.ref,
        case=case,
    )
    return account


@transaction.atomic
def change_account(
    account: OnlineAccount,
    *,
    handle: str,
    display_name: str = "",
    profile_url: str = "",
    platform_number: str = "",
) -> OnlineAccount:
    """Change what is known of an account; the name it bore until now is kept as an earlier one.

    Raises:
        PeopleRefused: Another account of the case bears this name on the same platform.
    """
    handle, display_name = handle.strip(), display_name.strip()
    others = account.case.accounts.filter(platform=account.platform).exclude(pk=account.pk)
    if (taken := others.filter(handle__iexact=handle).first()) is not None:
        raise PeopleRefused(f"{handle} is account {taken.letter} of this case already.")
    if (handle, display_name) != (account.handle, account.display_name):
        HandleUse.objects.create(
            account=account,
            handle=account.handle,
            display_name=account.display_name,
            until_on=timezone.localdate(),
        )
    account.handle, account.display_name = handle, display_name
    account.profile_url, account.platform_number = profile_url.strip(), platform_number.strip()
    account.save()
    conflicts.remember(
        [conflicts.term_of_account(account)], source=account.case.ref, case=account.case
    )
    return account


@transaction.atomic
def attribute(
    account: OnlineAccount, party: Party, level: AttributionLevel, *, basis: str, by: User
) -> Attribution:
    """Record an attorney's view on who is behind an account; one view per pair, the last holds."""
    if account.case_id != party.case_id:
        raise PeopleRefused("The account and the person belong to different cases.")
    if not basis.strip():
        raise PeopleRefused("Say what this rests on.")
    made, _ = Attribution.objects.update_or_create(
        account=account,
        party=party,
        defaults={"level": level, "basis": basis.strip(), "set_by": by},
    )
    return made
