"""Whom no letter may reach while a safety flag stands.

A flag names a party, an account, or the whole case. It blocks letters to that party and to
anyone who may be them. A source nobody has identified blocks every recipient who is not
identified or is only suspected, until an attorney records that they differ: for the flag
(``SafetyDifference``), or for its account by an attribution with the level “rejected”. Lawyers,
platforms and newspapers are never blocked by a flag on somebody else, only warned about: windows
lapse while one waits. Who is also the other side, or suspected, counts as that.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from cases.models import (
    Attribution,
    AttributionLevel,
    Case,
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
IDENTIFIED = frozenset(
    {
        AttributionLevel.PROBABLE,
        AttributionLevel.ESTABLISHED,
        AttributionLevel.ADMITTED,
        AttributionLevel.COURT_ORDERED,
    }
)


def recipient_blocked(case: Case, party: Party) -> str:
    """Why no letter may go to ``party``, as a sentence; empty when one may."""
    return blocked(case, [party])[party]


def blocked(case: Case, parties: Iterable[Party]) -> dict[Party, str]:
    """Why no letter may go to each of ``parties``, as a sentence; empty when one may."""
    dangers = _dangers(case)
    return {party: _reason(dangers, party) for party in parties}


def recipient_warning(case: Case, party: Party) -> str:
    """What an attorney must weigh before writing to someone who is not blocked; may be empty."""
    kinds = sorted({flag.get_kind_display() for flag in case.safety_flags.standing()})
    if not kinds or recipient_blocked(case, party):
        return ""
    return f"Safety flags stand on this case: {', '.join(kinds)}. A letter may reach the source."


def other_side(case: Case) -> list[Party]:
    """The parties a letter of demand could go to, with their roles and who they may be."""
    named = case.parties.filter(roles__code__in=OTHER_SIDE).distinct()
    return list(named.prefetch_related("roles", "attributions"))


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
    levels = {view.level for view in party.attributions.all()}
    if levels & IDENTIFIED:
        return True
    return AttributionLevel.SUSPECTED not in levels and not _is_unsure(party)


@dataclass(frozen=True)
class _Danger:
    """A standing flag, and what follows from it for whoever a letter may go to."""

    flag: SafetyFlag
    accounts: frozenset[int]  # behind which the flagged source stands or may stand
    source_is_unknown: bool
    differs: frozenset[int]  # parties of whom an attorney said that they are somebody else


def _dangers(case: Case) -> list[_Danger]:
    flags = case.safety_flags.standing().select_related("party", "account")
    return [_danger(flag) for flag in flags.prefetch_related("differences")]


def _danger(flag: SafetyFlag) -> _Danger:
    accounts = _accounts(flag)
    return _Danger(
        flag=flag,
        accounts=accounts,
        source_is_unknown=_source_is_unknown(flag, accounts),
        differs=frozenset(each.party_id for each in flag.differences.all()),
    )


def _reason(dangers: Iterable[_Danger], party: Party) -> str:
    for danger in dangers:
        if party.pk not in danger.differs and (reason := _blocked_by(danger, party)):
            return f"{danger.flag.get_kind_display()}: {reason}"
    return ""


def _blocked_by(danger: _Danger, party: Party) -> str:
    flag = danger.flag
    if flag.party_id == party.pk:
        return f"a safety flag stands on {party}."
    source = str(flag.party or flag.account)
    views = [view for view in party.attributions.all() if view.account_id in danger.accounts]
    if any(view.level != AttributionLevel.REJECTED for view in views):
        return f"{party} may be {source}, on whom a safety flag stands."
    if _is_never_blocked(party):
        return ""
    if flag.party_id is None and flag.account_id is None:
        return "a safety flag stands on the whole case."
    told_apart = danger.accounts and len(views) == len(danger.accounts)
    if danger.source_is_unknown and _is_unsure(party) and not told_apart:
        return f"nobody knows yet who {source} is, and {party} is not identified."
    return ""


def _roles(party: Party) -> set[str]:
    return {role.code for role in party.roles.all()}


def _is_never_blocked(party: Party) -> bool:
    roles = _roles(party)
    return bool(roles & NEVER_BLOCKED) and not roles & OTHER_SIDE


def _accounts(flag: SafetyFlag) -> frozenset[int]:
    if flag.account_id is not None:
        return frozenset({flag.account_id})
    if flag.party_id is None:
        return frozenset()
    views = Attribution.objects.filter(party=flag.party_id)
    standing = views.exclude(level=AttributionLevel.REJECTED)
    return frozenset(standing.values_list("account_id", flat=True))


def _source_is_unknown(flag: SafetyFlag, accounts: frozenset[int]) -> bool:
    if flag.party is not None:
        return flag.party.kind == PartyKind.DOE
    return not Attribution.objects.filter(account__in=accounts, level__in=IDENTIFIED).exists()


def _is_unsure(party: Party) -> bool:
    """Whether the party is unknown, or only suspected by the client."""
    if party.kind == PartyKind.DOE or RoleOnCase.SUSPECTED in _roles(party):
        return not any(view.level in IDENTIFIED for view in party.attributions.all())
    return False
