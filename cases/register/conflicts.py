"""Conflict checks: every name heard is searched for before anyone is taken on.

Names go into the register as they are heard (:func:`remember`). A check compares its terms
with the whole register except what its own matter put there, says what was searched, and
lists what resembles them with a reason. Staff mark hits, an attorney decides, and a name that
turns up later needs a new check (:func:`unchecked_names`).
"""

import hashlib
import hmac
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Count, Q
from django.utils import timezone

from accounts import keys
from accounts.errors import Refusal
from accounts.models import User
from cases import likeness
from cases.likeness import Likeness, NameForm
from cases.models import (
    Case,
    CheckTerm,
    ConflictCheck,
    ContactImport,
    ContactKind,
    ContactPoint,
    Decision,
    HandleUse,
    Hit,
    HitMark,
    MatchLevel,
    MissingAnswer,
    NameKind,
    OnlineAccount,
    Outcome,
    Party,
    PartyKind,
    RegisterEntry,
    RoleOnCase,
    TermKind,
    Wall,
)

CLIENT = "client"
NAMES = (TermKind.PERSON, TermKind.ORGANISATION)
SEALED = (TermKind.EMAIL, TermKind.PHONE)
EMAIL_LIKE = re.compile(r"[^@/\s]+@[^@/\s]+\.[^@/\s.]+")
PHONE_LIKE = re.compile(r"\+?[\d\s().-]+")
PHONE_DIGITS = range(7, 16)
GOOD_FOR = timedelta(days=30)
STILL_BEING_WRITTEN = timedelta(minutes=10)  # longer than anybody takes to write names down
ONLY_OUR_RECORDS = "Redress records only, also search your old system"
RESTRICTED = "Restricted matter"
FULL_NAME = "the client's full name"


class CheckRefused(Refusal):
    """A hit or a check cannot be marked or decided as it stands."""


@dataclass(frozen=True, kw_only=True)
class Term:
    """Something to search for or to remember.

    Attributes:
        kind: What it is; decides how it is compared.
        text: As typed.
        role: Who this is, such as “client”, “other side”, “their lawyer”. The person asking
            for help, under every name, has the role :data:`CLIENT`.
        city: Where they live, if known; two people of one family name there are likelier one.
    """

    kind: TermKind
    text: str
    role: str
    city: str = ""


@dataclass(frozen=True, kw_only=True)
class _Prepared:
    """A term in its normal form, ready to be compared and stored."""

    kind: TermKind
    shown: str
    normal: str
    tokens: str
    sounds: str
    role: str
    city: str

    @property
    def form(self) -> NameForm:
        return NameForm(normal=self.normal, tokens=self.tokens, sounds=self.sounds)

    @property
    def plain_city(self) -> str:
        return likeness.plain(self.city).strip()


# --- The register -----------------------------------------------------------------------------


@transaction.atomic
def remember(
    terms: Iterable[Term],
    *,
    source: str,
    case: Case | None = None,
    party: Party | None = None,
    batch: ContactImport | None = None,
) -> list[RegisterEntry]:
    """Write what was heard into the register; what this source already told is not doubled.

    For imports all of them are one source: the next export of the old system says mostly the same.

    Args:
        terms: What was heard.
        source: Reference of the case, enquiry or import it was heard in.
        case: The case, if there is one.
        party: The party who bears the name, if there is one.
        batch: The import it came from, if any.
    """
    told = Q(source=source, party=party) if batch is None else Q(batch__isnull=False)
    heard = RegisterEntry.objects.filter(told)
    known = set(heard.values_list("kind", "normal", "role"))
    entries = []
    for term in _prepared(terms):
        key = (term.kind.value, term.normal, term.role)
        if key in known:
            continue
        known.add(key)
        entries.append(
            RegisterEntry(
                kind=term.kind,
                shown=term.shown,
                normal=term.normal,
                tokens=term.tokens,
                sounds=term.sounds,
                role=term.role,
                city=term.plain_city,
                source=source,
                case=case,
                party=party,
                batch=batch,
            )
        )
    return RegisterEntry.objects.bulk_create(entries)


def adopt(source: str, case: Case) -> None:
    """Make what an enquiry told, its checks included, part of the case it became."""
    RegisterEntry.objects.filter(source=source, case=None).update(case=case)
    ConflictCheck.objects.filter(about=source, case=None).update(case=case)


def terms_of(party: Party) -> list[Term]:
    """Everything the register should know about a party: names, addresses, numbers."""
    role = ", ".join(role.get_code_display().lower() for role in party.roles.all()) or "other"
    if any(role.code == RoleOnCase.CLIENT for role in party.roles.all()):
        role = CLIENT
    if party.kind == PartyKind.DOE:
        names: list[Term] = []
    else:
        usual = TermKind.PERSON if party.kind == PartyKind.PERSON else TermKind.ORGANISATION
        names = [
            Term(
                kind=TermKind.ORGANISATION if name.kind == NameKind.BUSINESS else usual,
                text=name.text,
                role=role,
                city=party.city,
            )
            for name in party.names.all()
        ]
    kinds = {ContactKind.EMAIL: TermKind.EMAIL, ContactKind.PHONE: TermKind.PHONE}
    points: list[ContactPoint] = list(party.contact_points.all())
    contacts = [
        Term(kind=kinds[ContactKind(point.kind)], text=point.value, role=role)
        for point in points
        if point.kind in kinds
    ]
    return names + contacts


def term_of_account(account: OnlineAccount) -> Term:
    return Term(kind=TermKind.HANDLE, text=account.handle, role="account in the case")


def terms_of_case(case: Case) -> list[Term]:
    """Everything a check of the whole case searches for."""
    parties = case.parties.prefetch_related("names", "roles", "contact_points")
    of_parties = [term for party in parties for term in terms_of(party)]
    of_accounts = [term_of_account(account) for account in case.accounts.all()]
    earlier = HandleUse.objects.filter(account__case=case).values_list("handle", flat=True)
    role = "earlier name of an account in the case"
    of_uses = [Term(kind=TermKind.HANDLE, text=handle, role=role) for handle in earlier]
    return of_parties + of_accounts + of_uses


def missing_from_case(case: Case) -> list[str]:
    """What a check of the case needs and nobody has written down: lawyers without a name."""
    parties = list(case.parties.prefetch_related("roles"))
    codes = {party.pk: {role.code for role in party.roles.all()} for party in parties}
    known = set[str]().union(*codes.values())
    missing = []
    for party in parties:
        is_client = RoleOnCase.CLIENT in codes[party.pk]
        lawyer = RoleOnCase.PRIOR_COUNSEL if is_client else RoleOnCase.COUNSEL
        if party.represented and party.counsel_id is None and lawyer not in known:
            missing.append(f"the name of the lawyer of {party.label}"[:120])
    return missing


def _prepared(terms: Iterable[Term]) -> Iterator[_Prepared]:
    for term in terms:
        text = term.text.strip()
        if not any(letter.isalnum() for letter in text):
            continue
        yield _prepare(term, text)
        if term.kind is TermKind.EMAIL and (host := likeness.own_domain(text)):
            yield _prepare(Term(kind=TermKind.DOMAIN, text=host, role=term.role), host)
        if term.kind is TermKind.HANDLE:
            yield from _prepared(_as_contact(term, text))


def _as_contact(term: Term, text: str) -> list[Term]:
    """What was typed as an account name and reads like an email address or a phone number."""
    if EMAIL_LIKE.fullmatch(text):
        return [replace(term, kind=TermKind.EMAIL)]
    if PHONE_LIKE.fullmatch(text) and sum(sign.isdigit() for sign in text) in PHONE_DIGITS:
        return [replace(term, kind=TermKind.PHONE)]
    return []


def _prepare(term: Term, text: str) -> _Prepared:
    tokens = sounds = ""
    if term.kind in NAMES:
        read = likeness.person_form if term.kind is TermKind.PERSON else likeness.organisation_form
        form = read(text)
        normal, tokens, sounds = form.normal, form.tokens, form.sounds
    else:
        normal = _NORMAL[term.kind](text)
    return _Prepared(
        kind=term.kind,
        shown="" if term.kind in SEALED else text[:200],
        normal=normal,
        tokens=tokens,
        sounds=sounds,
        role=term.role[:80],
        city=term.city,
    )


def _digest(kind: str, normal: str) -> str:
    """A keyed digest: equal values meet, and the register alone gives nothing away."""
    return hmac.new(keys.pepper(), f"{kind}|{normal}".encode(), hashlib.sha256).hexdigest()


_NORMAL: dict[TermKind, Callable[[str], str]] = {
    TermKind.HANDLE: likeness.handle_form,
    TermKind.DOMAIN: likeness.domain_form,
    TermKind.EMAIL: lambda text: _digest("email", likeness.email_form(text)),
    TermKind.PHONE: lambda text: _digest("phone", likeness.phone_form(text)),
}


# --- Running a check ----------------------------------------------------------------------------


@transaction.atomic
def run_check(
    about: str,
    terms: Iterable[Term],
    by: User | None,
    case: Case | None = None,
    *,
    missing: Sequence[str] = (),
) -> ConflictCheck:
    """Search the register for the terms and record what was searched and what was found.

    What somebody has marked in the check before stays marked: the same name is still not the
    same person. What was put aside while it was merely possible and comes closer is open again.

    Args:
        about: Reference of the enquiry or case; what it put into the register itself is left out.
        terms: Everyone and everything heard of.
        by: Who pressed the button; none when it ran by itself.
        case: The case, once there is one.
        missing: What the person has not told and the check would need, in words; while
            anything stands here the check cannot be decided as clear.
    """
    prepared = list(dict.fromkeys(_prepared(terms)))
    register = RegisterEntry.objects.exclude(source=about)
    if case is not None:
        register = register.exclude(case=case)
    counted = register.values_list("kind").annotate(Count("pk")).order_by()
    searched = Counter(dict(counted))
    last_import = ContactImport.objects.filter(committed=True).first()
    marked = _marked_in(latest_check(about, case))
    check = ConflictCheck.objects.create(
        about=about,
        case=case,
        run_by=by,
        people_searched=searched[TermKind.PERSON],
        organisations_searched=searched[TermKind.ORGANISATION],
        handles_searched=searched[TermKind.HANDLE] + searched[TermKind.DOMAIN],
        contacts_searched=searched[TermKind.EMAIL] + searched[TermKind.PHONE],
        last_import=last_import,
    )
    MissingAnswer.objects.bulk_create(MissingAnswer(check_run=check, what=what) for what in missing)
    rows = {
        term: CheckTerm.objects.create(
            check_run=check, kind=term.kind, shown=term.shown, normal=term.normal, role=term.role
        )
        for term in prepared
    }
    hits = list(_found(prepared, register))
    Hit.objects.bulk_create(
        Hit(
            check_run=check,
            term=rows[term],
            entry_id=entry_pk,
            level=MatchLevel(found.level.value),
            reason=found.reason,
            **_mark_of(marked.get((term.kind, term.normal, term.role, entry_pk)), found),
        )
        for term, entry_pk, found in sorted(hits, key=lambda hit: (prepared.index(hit[0]), hit[1]))
    )
    return check


def _marked_in(check: ConflictCheck | None) -> dict[tuple[str, str, str, int], Hit]:
    """What was marked in a check, by what was searched and what it resembled."""
    marked = Hit.objects.filter(check_run=check).exclude(mark=HitMark.OPEN)
    return {
        (hit.term.kind, hit.term.normal, hit.term.role, hit.entry_id): hit
        for hit in marked.select_related("term")
    }


def _mark_of(before: Hit | None, found: Likeness) -> dict[str, Any]:
    """The mark of the same hit in the check before, unless it is too close by now to be put aside.

    What was merely possible needed no reason of its own, and a close hit does.
    """
    if before is None:
        return {}
    was_possible = before.level == MatchLevel.POSSIBLE
    is_possible = found.level.value == MatchLevel.POSSIBLE
    if before.mark == HitMark.NOT_SAME and was_possible and not is_possible:
        return {}
    names = ("mark", "mark_reason", "marked_by_id", "marked_at")
    return {name: getattr(before, name) for name in names}


_Found = Iterator[tuple[_Prepared, int, Likeness]]


def _found(terms: list[_Prepared], register: models.QuerySet[RegisterEntry]) -> _Found:
    """What resembles what, entry by entry."""
    for search in (_names_like, _handles_like, _equal):
        yield from search(terms, register)


def _names_like(terms: list[_Prepared], register: models.QuerySet[RegisterEntry]) -> _Found:
    """Names are compared one by one, of people and organisations alike."""
    names = [(term, term.form, term.plain_city) for term in terms if term.kind in NAMES]
    columns = ("pk", "city", "normal", "tokens", "sounds")
    for entry_pk, city, normal, tokens, sounds in register.filter(kind__in=NAMES).values_list(
        *columns
    ):
        theirs = NameForm(normal=normal, tokens=tokens, sounds=sounds)
        for term, ours, our_city in names:
            same_city = bool(our_city) and our_city == city
            if found := likeness.compare_names(ours, theirs, same_city=same_city):
                yield term, entry_pk, found


def _handles_like(terms: list[_Prepared], register: models.QuerySet[RegisterEntry]) -> _Found:
    handles = [term for term in terms if term.kind is TermKind.HANDLE]
    on_record = register.filter(kind=TermKind.HANDLE).values_list("pk", "normal")
    for entry_pk, normal in on_record if handles else ():
        for term in handles:
            if found := likeness.compare_handles(term.normal, normal):
                yield term, entry_pk, found


def _equal(terms: list[_Prepared], register: models.QuerySet[RegisterEntry]) -> _Found:
    """Addresses and numbers, which are equal or not."""
    for term in terms:
        if term.kind not in _WHEN_EQUAL:
            continue
        same = register.filter(kind=term.kind, normal=term.normal).values_list("pk", flat=True)
        for entry_pk in same:
            yield term, entry_pk, _WHEN_EQUAL[term.kind]


_WHEN_EQUAL = {
    TermKind.EMAIL: Likeness(level=likeness.Level.EXACT, reason="The same email"),
    TermKind.PHONE: Likeness(level=likeness.Level.EXACT, reason="The same phone"),
    TermKind.DOMAIN: Likeness(level=likeness.Level.PROBABLE, reason="The same web or mail address"),
}


def _somebody_came_since(check: ConflictCheck) -> bool:
    """Whether something in the register resembles the check's terms that it could not see yet."""
    register = RegisterEntry.objects.exclude(source=check.about)
    if check.case_id is not None:
        register = register.exclude(case=check.case_id)
    unseen = register.filter(heard_at__gt=check.run_at - STILL_BEING_WRITTEN)
    unseen = unseen.exclude(pk__in=check.hits.values("entry"))
    terms = [_as_searched(term) for term in check.terms.all()]
    return next(_found(terms, unseen), None) is not None


def _as_searched(term: CheckTerm) -> _Prepared:
    kind = TermKind(term.kind)
    form = likeness.form_again(term.normal) if kind in NAMES else None
    return _Prepared(
        kind=kind,
        shown=term.shown,
        normal=term.normal,
        tokens=form.tokens if form else "",
        sounds=form.sounds if form else "",
        role=term.role,
        city="",
    )


def searched_sentence(check: ConflictCheck) -> str:
    """What a check has searched, as its page says it."""
    counts = [
        _counted(check.people_searched, "person", "people"),
        _counted(check.organisations_searched, "organisation", "organisations"),
        _counted(check.handles_searched, "account name or web address", "account names"),
        _counted(check.contacts_searched, "email or phone", "emails and phones"),
    ]
    return f"Searched {', '.join(counts[:-1])} and {counts[-1]}."


def coverage_sentence(check: ConflictCheck) -> str:
    """When old contacts were imported, or that they never were."""
    if check.last_import is None:
        return f"{ONLY_OUR_RECORDS}."
    imported_on = timezone.localdate(check.last_import.imported_at)
    return f"Old contacts were imported on {imported_on:%-d %b %Y}."


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


# --- Reading a check ----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class HitLine:
    """A hit as one reader may see it."""

    hit: Hit
    term: str
    term_role: str
    found: str
    found_role: str
    where: str
    mark_reason: str
    restricted: bool

    @property
    def is_merely_possible(self) -> bool:
        """Whether it can go with others like it, for one reason: open, and the reader may look."""
        is_open = self.hit.mark == HitMark.OPEN and not self.restricted
        return is_open and self.hit.level == MatchLevel.POSSIBLE


def lines_for(check: ConflictCheck, reader: User) -> list[HitLine]:
    """The hits, exact ones first; those of matters walled off from the reader say nothing."""
    walled = _walled_off(reader)
    hits = check.hits.select_related("term", "entry__batch", "marked_by")
    order = list(MatchLevel)
    lines = [_line(hit, restricted=hit.entry.case_id in walled) for hit in hits]
    return sorted(lines, key=lambda line: (order.index(MatchLevel(line.hit.level)), line.hit.pk))


def _walled_off(reader: User) -> set[int]:
    """The cases walled off from a reader."""
    return set(Wall.objects.standing().filter(user=reader).values_list("case", flat=True))


def _line(hit: Hit, *, restricted: bool) -> HitLine:
    kind = TermKind(hit.entry.kind).label
    return HitLine(
        hit=hit,
        term=hit.term.shown or TermKind(hit.term.kind).label,
        term_role=hit.term.role,
        found=RESTRICTED if restricted else hit.entry.shown or f"{kind} on record",
        found_role="ask whoever reads conflicts" if restricted else hit.entry.role,
        where="" if restricted else _heard_in(hit.entry),
        mark_reason="" if restricted else hit.mark_reason,
        restricted=restricted,
    )


def _heard_in(entry: RegisterEntry) -> str:
    """Where an entry comes from: a case or an enquiry by its number, an import by its file."""
    return f"imported from {entry.batch.file_name}" if entry.batch else entry.source


def latest_check(about: str, case: Case | None = None) -> ConflictCheck | None:
    """The newest check of an enquiry, or of the case it became."""
    own = Q(about=about) if case is None else Q(about=about) | Q(case=case)
    return ConflictCheck.objects.filter(own).select_related("last_import", "decision").first()


def decision_of(check: ConflictCheck | None) -> Decision | None:
    return getattr(check, "decision", None) if check else None


def is_clear(check: ConflictCheck | None) -> bool:
    """Whether an attorney has decided that nothing stands in the way."""
    decision = decision_of(check)
    return decision is not None and decision.is_clear


def unchecked_names(case: Case) -> list[str]:
    """Names, accounts and contacts of the case that its latest check did not search."""
    check = latest_check(case.ref, case)
    searched = set(check.terms.values_list("kind", "normal")) if check else set()
    return [
        term.shown or f"{term.kind.label} of the {term.role}"
        for term in _prepared(terms_of_case(case))
        if (term.kind.value, term.normal) not in searched
    ]


def needs_new_check(case: Case) -> bool:
    """Whether someone was added or renamed since the case was last checked."""
    return bool(unchecked_names(case))


# --- Marking and deciding -------------------------------------------------------------------------


def _undecided(check_pk: int) -> ConflictCheck:
    """Lock a check that nobody has decided and no newer one replaces."""
    check = ConflictCheck.objects.select_for_update().get(pk=check_pk)
    if Decision.objects.filter(check_run=check).exists():
        raise CheckRefused("This check is already decided. Run a new one if something changed.")
    newer = Q(about=check.about) if check.case_id is None else Q(case=check.case_id)
    if ConflictCheck.objects.filter(newer, pk__gt=check.pk).exists():
        raise CheckRefused("A newer check has run since. Open that one; nothing was changed.")
    return check


@transaction.atomic
def mark_hit(hit: Hit, mark: HitMark, by: User, reason: str = "") -> Hit:
    """Record whether a hit is the same person or thing.

    Raises:
        CheckRefused: The check is decided or replaced, the word that is needed is missing,
            somebody marked the hit otherwise, or the matter is walled off from ``by``.
    """
    _undecided(hit.check_run_id)
    current = Hit.objects.select_for_update(of=["self"]).select_related("entry").get(pk=hit.pk)
    reason = reason.strip()
    if current.entry.case_id in _walled_off(by):
        raise CheckRefused("You are walled off from that matter. Somebody who is not marks this.")
    if current.mark == mark:
        return current
    if HitMark.OPEN not in (current.mark, mark):
        marked = f"{current.marked_by} has marked this: {current.get_mark_display().lower()}."
        raise CheckRefused(f"{marked} Undo that first.")
    if mark == HitMark.SAME and not reason:
        raise CheckRefused("Say how you know that this is the same.")
    if mark == HitMark.NOT_SAME and current.level != MatchLevel.POSSIBLE and not reason:
        raise CheckRefused("Say why this is not the same.")
    current.mark, current.mark_reason = mark, reason
    current.marked_by, current.marked_at = by, timezone.now()
    current.save(update_fields=["mark", "mark_reason", "marked_by", "marked_at"])
    return current


@transaction.atomic
def mark_all_possible(check: ConflictCheck, reason: str, by: User) -> int:
    """Put aside every merely possible hit still open, for one reason; returns how many.

    Those of matters walled off from ``by`` stay open for somebody else.
    """
    _undecided(check.pk)
    if not reason.strip():
        raise CheckRefused("Say why none of these is the same.")
    possible = check.hits.filter(level=MatchLevel.POSSIBLE, mark=HitMark.OPEN)
    restricted = possible.filter(entry__case__in=_walled_off(by))
    return possible.exclude(pk__in=restricted.values("pk")).update(
        mark=HitMark.NOT_SAME,
        mark_reason=reason.strip()[:300],
        marked_by=by,
        marked_at=timezone.now(),
    )


def what_is_open(check: ConflictCheck) -> list[str]:
    """Sentences saying what must happen before anything but declining is possible."""
    near = [MatchLevel.EXACT, MatchLevel.PROBABLE]
    sentences = []
    if open_hits := check.hits.filter(level__in=near, mark=HitMark.OPEN).count():
        hits = "One close hit is" if open_hits == 1 else f"{open_hits} close hits are"
        sentences.append(f"{hits} not decided.")
    if not check.terms.filter(kind__in=NAMES, role=CLIENT).exists():
        sentences.append(f"Still missing: {FULL_NAME}.")
    sentences += [f"Still missing: {missing.what}." for missing in check.missing.all()]
    if timezone.now() - check.run_at > GOOD_FOR:
        sentences.append("The check is more than 30 days old. Run it again.")
    if _somebody_came_since(check):
        sentences.append("Since it ran a name was heard that resembles one of these. Run it again.")
    return list(dict.fromkeys(sentences))


@transaction.atomic
def decide(check: ConflictCheck, outcome: Outcome, reason: str, by: User) -> Decision:
    """Decide a check, once. Declining is always possible; all else needs every close hit marked.

    Raises:
        CheckRefused: With what is still open, or when someone else was faster.
    """
    locked = _undecided(check.pk)
    if not reason.strip():
        raise CheckRefused("Say what you have decided and why.")
    if outcome != Outcome.DECLINED and (sentences := what_is_open(locked)):
        raise CheckRefused(" ".join(sentences))
    if outcome == Outcome.CLEAR and locked.hits.filter(mark=HitMark.SAME).exists():
        raise CheckRefused("A hit is marked as the same. Choose a screen, a waiver or decline.")
    return Decision.objects.create(
        check_run=locked, outcome=outcome, reason=reason.strip()[:1000], by=by
    )
