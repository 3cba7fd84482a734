"""Whom no letter may reach while a safety flag stands.

A flag names a party, an account, or the whole case. It blocks letters to that party and to
anyone who may be them. A source nobody has identified blocks every recipient who is not
identified or is only suspected, until an attorney records that they differ: for the flag
(``SafetyDifference``), or for its account by an attribution with the level “rejected”. Lawyers,
platforms and newspapers are never blocked by a flag on somebody else, only warned about: windows
lapse while one waits. Who is also the other side, or suspected, counts as that.
"""

from collections.abc import Collection

from cases.models import (
    Attribution,
    AttributionLevel,
    Case,
    OnlineAccount,
    Party,
    PartyKind,
    RoleOnCase,
    SafetyFlag,
)

OTHER_SIDE = frozenset({RoleOnCase.ADVERSE, RoleOnCase.SUSPECTED})
NEVER_BLOCKED = frozenset(
    {
        RoleOnCase.COUNSEL,
        RoleOnCase.PRIOR_COUNSEL,
        RoleOnCase.PLATFORM,
        RoleOnCase.PUBLISHER,
    }
)
IDENTIFIED = [
    AttributionLevel.PROBABLE,
    AttributionLevel.ESTABLISHED,
    AttributionLevel.ADMITTED,
    AttributionLevel.COURT_ORDERED,
]


def recipient_blocked(case: Case, party: Party) -> str:
    """Why no letter may go to ``party``, as a sentence; empty when one may."""
    flags = case.safety_flags.standing().exclude(differences__party=party)
    for flag in flags.select_related("party", "account"):
        if reason := _blocked_by(flag, party):
            return f"{flag.get_kind_display()}: {reason}"
    return ""


def recipient_warning(case: Case, party: Party) -> str:
    """What an attorney must weigh before writing to someone who is not blocked; may be empty."""
    kinds = sorted({flag.get_kind_display() for flag in case.safety_flags.standing()})
    if not kinds or recipient_blocked(case, party):
        return ""
    return f"Safety flags stand on this case: {', '.join(kinds)}. A letter may reach the source."


def other_side(case: Case) -> list[Party]:
    """The parties a letter of demand could go to."""
    return list(case.parties.filter(roles__code__in=OTHER_SIDE).distinct())


def may_unblock(before: Collection[str], after: Collection[str]) -> bool:
    """Whether a change of a party's roles can take it out of a block.

    Args:
        before: The roles until now, with the kind “doe” for an unknown person.
        after: The same, as it shall be.
    """
    taken = set(before) - set(after)
    given = set(after) - set(before)
    return bool(
        taken & {*OTHER_SIDE, PartyKind.DOE} or given & {RoleOnCase.ADVERSE, *NEVER_BLOCKED}
    )


def is_identified(party: Party) -> bool:
    """Whether we know who this is: at least probable, or named as the other side all along."""
    if party.attributions.filter(level__in=IDENTIFIED).exists():
        return True
    weakly = party.attributions.filter(level=AttributionLevel.SUSPECTED).exists()
    return not weakly and not _is_unsure(party)


def _blocked_by(flag: SafetyFlag, party: Party) -> str:
    if flag.party_id == party.pk:
        return f"a safety flag stands on {party}."
    source = str(flag.party or flag.account)
    accounts = _accounts(flag)
    views = Attribution.objects.filter(account__in=accounts, party=party)
    if views.exclude(level=AttributionLevel.REJECTED).exists():
        return f"{party} may be {source}, on whom a safety flag stands."
    if _is_never_blocked(party):
        return ""
    if flag.party_id is None and flag.account_id is None:
        return "a safety flag stands on the whole case."
    told_apart = accounts and views.count() == len(accounts)
    if _source_is_unknown(flag, accounts) and _is_unsure(party) and not told_apart:
        return f"nobody knows yet who {source} is, and {party} is not identified."
    return ""


def _is_never_blocked(party: Party) -> bool:
    roles = set(party.roles.values_list("code", flat=True))
    return bool(roles & NEVER_BLOCKED) and not roles & OTHER_SIDE


def _accounts(flag: SafetyFlag) -> list[OnlineAccount]:
    """The accounts behind which the flagged source stands or may stand."""
    if flag.account is not None:
        return [flag.account]
    if flag.party is None:
        return []
    views = Attribution.objects.filter(party=flag.party).exclude(level=AttributionLevel.REJECTED)
    return [view.account for view in views.select_related("account")]


def _source_is_unknown(flag: SafetyFlag, accounts: list[OnlineAccount]) -> bool:
    if flag.party is not None:
        return flag.party.kind == PartyKind.DOE
    return not Attribution.objects.filter(account__in=accounts, level__in=IDENTIFIED).exists()


def _is_unsure(party: Party) -> bool:
    """Whether the party is unknown, or only suspected by the client."""
    if party.kind == PartyKind.DOE or party.roles.filter(code=RoleOnCase.SUSPECTED).exists():
        return not party.attributions.filter(level__in=IDENTIFIED).exists()
    return False
