"""Who may do what: the only table of rights.

A permission says which *act* a role may perform. Which *rows* a person may see is the
other question, and ``visible_to`` of the query sets answers it.
"""

from collections.abc import Mapping
from enum import StrEnum

from accounts.models import Role, User


class Permission(StrEnum):
    """Named ``<thing>.<act>``."""

    PROFILE_OWN = "profile.own"
    OWN_CASE_READ = "own_case.read"
    OWN_CASE_ADD = "own_case.add"

    TODAY_READ = "today.read"
    CASE_READ = "case.read"
    CASE_EDIT = "case.edit"
    CASE_ADVANCE = "case.advance"
    CASE_OPEN = "case.open"
    TEAM_MANAGE = "team.manage"
    WALL_SET = "wall.set"
    SAFETY_RAISE = "safety.raise"
    SAFETY_LIFT = "safety.lift"
    SECOND_GIVE = "second.give"
    TIME_LIMIT_PROPOSE = "time_limit.propose"
    TIME_LIMIT_CONFIRM = "time_limit.confirm"
    MERITS_CERTIFY = "merits.certify"
    PAPER_APPROVE = "paper.approve"
    ATTRIBUTION_SET = "attribution.set"
    STATEMENT_REVIEW = "statement.review"
    NOTE_WRITE = "note.write"
    MESSAGE_SEND = "message.send"
    CLIENT_INVITE = "client.invite"
    CODE_WORD_CHECK = "code_word.check"

    EVIDENCE_READ = "evidence.read"
    EVIDENCE_ADD = "evidence.add"
    EVIDENCE_ORIGINAL = "evidence.original"
    EVIDENCE_RELEASE = "evidence.release"
    EVIDENCE_UNLOCK = "evidence.unlock"

    PACKET_READ = "packet.read"
    PACKET_BUILD = "packet.build"
    LETTER_READ = "letter.read"
    LETTER_DRAFT = "letter.draft"
    LETTER_APPROVE = "letter.approve"

    INTAKE_READ = "intake.read"
    INTAKE_TRIAGE = "intake.triage"
    INTAKE_DECLINE = "intake.decline"
    CONFLICT_MARK = "conflict.mark"
    CONFLICT_DECIDE = "conflict.decide"
    CONTACTS_IMPORT = "contacts.import"

    PEOPLE_MANAGE = "people.manage"
    FIRM_MANAGE = "firm.manage"


P = Permission

_CLIENT = frozenset({P.PROFILE_OWN, P.OWN_CASE_READ, P.OWN_CASE_ADD})
_PARALEGAL = frozenset(
    {
        P.PROFILE_OWN,
        P.TODAY_READ,
        P.CASE_READ,
        P.CASE_EDIT,
        P.SAFETY_RAISE,
        P.SECOND_GIVE,
        P.TIME_LIMIT_PROPOSE,
        P.NOTE_WRITE,
        P.MESSAGE_SEND,
        P.CLIENT_INVITE,
        P.CODE_WORD_CHECK,
        P.EVIDENCE_READ,
        P.EVIDENCE_ADD,
        P.EVIDENCE_ORIGINAL,
        P.PACKET_READ,
        P.PACKET_BUILD,
        P.LETTER_READ,
        P.LETTER_DRAFT,
        P.INTAKE_READ,
        P.INTAKE_TRIAGE,
        P.CONFLICT_MARK,
        P.CONTACTS_IMPORT,
    }
)
_ATTORNEY = _PARALEGAL | {
    P.CASE_ADVANCE,
    P.CASE_OPEN,
    P.TEAM_MANAGE,
    P.SAFETY_LIFT,
    P.TIME_LIMIT_CONFIRM,
    P.MERITS_CERTIFY,
    P.PAPER_APPROVE,
    P.ATTRIBUTION_SET,
    P.STATEMENT_REVIEW,
    P.EVIDENCE_RELEASE,
    P.LETTER_APPROVE,
    P.INTAKE_DECLINE,
    P.CONFLICT_DECIDE,
}
_SUPERVISOR = _ATTORNEY | {P.WALL_SET, P.EVIDENCE_UNLOCK}
_ADMIN = frozenset({P.PROFILE_OWN, P.PEOPLE_MANAGE, P.FIRM_MANAGE})

GRANTS: Mapping[Role, frozenset[Permission]] = {
    Role.CLIENT: _CLIENT,
    Role.PARALEGAL: _PARALEGAL,
    Role.ATTORNEY: _ATTORNEY,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.ADMIN: _ADMIN,
}


def may(user: User, permission: Permission) -> bool:
    """Whether the user's role carries the permission (on rows visible to them)."""
    return user.is_active and permission in GRANTS[Role(user.role)]
