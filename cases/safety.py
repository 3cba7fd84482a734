"""Whom no letter may reach while a safety flag stands.

A flag names a party, an account, or the whole case. It blocks letters to that party and to
anyone who may be them. A source nobody has identified blocks every recipient who is not
identified or is only suspected, until an attorney records that they differ: an attribution of
the flagged account to that recipient with the level “rejected”, and its basis. Lawyers and
platforms are never blocked: a notice to them warns nobody who could do harm.
"""

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

NEVER_BLOCKED = [RoleOnCase.COUNSEL, RoleOnCase.PRIOR_COUNSEL, RoleOnCase.PLATFORM]
IDENTIFIED = [
    AttributionLevel.PROBABLE,
    AttributionLevel.ESTABLISHED,
    AttributionLevel.ADMITTED,
    AttributionLevel.COURT_ORDERED,
]


def recipient_blocked(case: Case, party: Party) -> str:
    """Why no letter may go to ``party``, as a sentence; empty when one may."""
    if party.roles.filter(code__in=NEVER_BLOCKED).exists():
        return ""
    for flag in case.safety_flags.standing().select_related("party", "account"):
        if reason := _blocked_by(flag, party):
            return f"{flag.get_kind_display()}: {reason}"
    return ""


def _blocked_by(flag: SafetyFlag, party: Party) -> str:
    if flag.party_id is None and flag.account_id is None:
        return "a safety flag stands on the whole case."
    if flag.party_id == party.pk:
        return f"a safety flag stands on {party}."
    source = str(flag.party or flag.account)
    accounts = _accounts(flag)
    views = Attribution.objects.filter(account__in=accounts, party=party)
    if views.exclude(level=AttributionLevel.REJECTED).exists():
        return f"{party} may be {source}, on whom a safety flag stands."
    told_apart = accounts and views.count() == len(accounts)
    if _source_is_unknown(flag, accounts) and _is_unsure(party) and not told_apart:
        return f"nobody knows yet who {source} is, and {party} is not identified."
    return ""


def _accounts(flag: SafetyFlag) -> list[OnlineAccount]:
    """The accounts behind which the flagged source stands or may stand."""
    if flag.account is not None:
        return [flag.account]
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
