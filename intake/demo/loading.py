"""Loads the demo matters through the functions that people's own clicks end in.

Evidence goes into the real store, so verification passes on it. Times that people state lie
in the past; receipts and custody are of now, because the database allows nothing else.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pghistory
from django.db import transaction
from django.utils import timezone

from accounts import demo as demo_people
from accounts.clock import firm_zone
from accounts.models import Channel, SafeContact, User
from cases import flags, incidents, opening, people
from cases.client import correspondence
from cases.client import papers as case_papers
from cases.models import (
    AskedBy,
    Case,
    ClientAccess,
    ConflictCheck,
    ContactKind,
    HitMark,
    Incident,
    Message,
    NameKind,
    Note,
    OnlineAccount,
    Outcome,
    Paper,
    PaperKind,
    Party,
    PartyKind,
    Platform,
    SafetyQuestion,
    SafetyReply,
    Task,
    TermKind,
    TimeLimit,
    Way,
)
from cases.moments import Moment, Precision, Source
from cases.register import conflicts, contact_import
from cases.register.conflicts import Term
from cases.safety import screening
from cases.safety.screening import POINTS_TO, Screened, Told
from cases.steps import certainty, claims, time_limits, workflow
from evidence import handling, receiving, signed_papers
from evidence.models import Item, Obtained
from intake.demo import enquiries, exhibits, papers, pictures
from intake.demo.matters import MATTERS, PLATFORMS
from intake.demo.told import Act, Held, Limit, Matter, Shown, Somebody

OLD_CONTACTS = Path(__file__).with_name("old_contacts.csv")
KEYS = ("attorney", "supervisor", "paralegal", "client")


@dataclass(frozen=True)
class Firm:
    """The demo people who act."""

    attorney: User
    supervisor: User
    paralegal: User
    client: User


def load() -> list[Case]:
    """Load the firm, its people and its matters into an empty database; once only."""
    if Case.objects.exists():
        return list(Case.objects.order_by("pk"))
    demo_people.load_people()
    with timezone.override(firm_zone()):
        return _load_matters(Firm(*(demo_people.person(key) for key in KEYS)))


def _load_matters(firm: Firm) -> list[Case]:
    for name, host in PLATFORMS.items():
        Platform.objects.get_or_create(name=name, defaults={"host": host})
    _import_old_contacts(firm.paralegal)
    day = timezone.localdate()
    with pghistory.context(user=firm.paralegal.pk):  # whoever no row names
        cases = [Telling(matter, firm, day).tell() for matter in MATTERS]
        for case in cases:
            papers.load(case, attorney=firm.attorney, paralegal=firm.paralegal)
            exhibits.load(case, by=firm.paralegal)
    enquiries.load(day)
    return cases


def _import_old_contacts(by: User) -> None:
    """Fill the register with people the firm knew before, so that the first check searches some."""
    content = OLD_CONTACTS.read_bytes()
    contact_import.import_tried(contact_import.try_out(OLD_CONTACTS.name, content, by=by), by=by)


class Telling:
    """One matter being told, in the order the firm lived it."""

    def __init__(self, matter: Matter, firm: Firm, today: date) -> None:
        self.matter, self.firm, self.today = matter, firm, today

    @transaction.atomic
    def tell(self) -> Case:
        self.case = self._opened()
        everyone = (self.matter.client, *self.matter.parties)
        self.parties = {somebody.label: self._party(somebody) for somebody in everyone}
        self.accounts = dict(self._accounts())
        self.incidents = {n: self._incident(act) for n, act in enumerate(self.matter.acts, 1)}
        for held in self.matter.files:
            self._receive(held)
        if self.matter.key == "A":
            self._invite_client()
        self._write_papers()
        self._raise_flags()
        self._decide(
            conflicts.run_check(
                self.case.ref, conflicts.terms_of_case(self.case), self.firm.paralegal, self.case
            )
        )
        self._move()
        for step, text in self.matter.sentences:
            correspondence.confirm_sentence(self.case, step, text, by=self.firm.attorney)
        return self.case

    def _opened(self) -> Case:
        source = f"demo-{self.matter.key}"
        check = conflicts.run_check(source, self._terms(), self.firm.paralegal)
        self._decide(check)
        return opening.open_case(
            by=self.firm.attorney,
            lead=self.firm.attorney,
            client_name=self.matter.client.label,
            source=source,
            check=check,
            team=[self.firm.paralegal],
            categories=self.matter.categories,
            goals=self.matter.goals,
            headline=self.matter.headline,
            jurisdiction=self.matter.jurisdiction,
            zone=self.matter.zone,
            safe_contact=self._safe_contact(),
            pseudonym=self.matter.pseudonym,
        )

    def _safe_contact(self) -> SafeContact:
        contact = SafeContact(
            channel=self.matter.safe_channel,
            email_safe=self.matter.safe_channel == Channel.EMAIL,
            device_unsafe=self.matter.safe_channel == Channel.PORTAL,
            times=self.matter.safe_times,
            confirmed_at=timezone.now(),
            confirmed_by=self.firm.paralegal,
        )
        contact.email, contact.phone = self.matter.client.email, self.matter.client.phone
        contact.code_word = self.matter.code_word
        contact.save()
        return contact

    def _terms(self) -> Iterator[Term]:
        for somebody in (self.matter.client, *self.matter.parties):
            if somebody.kind != PartyKind.DOE:
                is_person = somebody.kind == PartyKind.PERSON
                kind = TermKind.PERSON if is_person else TermKind.ORGANISATION
                is_client = somebody is self.matter.client
                role = conflicts.CLIENT if is_client else somebody.role.label
                for name in somebody.names:
                    yield Term(kind=kind, text=name, role=role, city=somebody.city)
        for each in self.matter.handles:
            yield Term(kind=TermKind.HANDLE, text=each.handle, role="account in the case")

    def _decide(self, check: ConflictCheck) -> None:
        """Look at each hit as the firm would: these are other people."""
        for hit in check.hits.all():
            conflicts.mark_hit(
                hit, HitMark.NOT_SAME, self.firm.paralegal, "Another person, looked up by hand."
            )
        reason = "Nobody on either side was ever a client."
        conflicts.decide(check, Outcome.CLEAR, reason, self.firm.attorney)

    def _party(self, somebody: Somebody) -> Party:
        is_business = somebody.kind == PartyKind.ORGANISATION
        kind = NameKind.BUSINESS if is_business else NameKind.LEGAL
        contacts = [
            (ContactKind.EMAIL, somebody.email),
            (ContactKind.PHONE, somebody.phone),
            (ContactKind.ADDRESS, somebody.address),
        ]
        return people.add_party(
            self.case,
            kind=somebody.kind,
            label=somebody.label,
            roles=[somebody.role],
            names=[(kind, name) for name in somebody.names],
            contacts=contacts,
            relation=somebody.relation,
            city=somebody.city,
            represented=somebody.represented,
        )

    def _accounts(self) -> Iterator[tuple[str, OnlineAccount]]:
        for each in self.matter.handles:
            account = people.add_account(self.case, platform=each.platform, handle=each.handle)
            if each.behind:
                people.attribute(
                    account,
                    self.parties[each.behind],
                    each.level,
                    basis=each.basis or "The client says so.",
                    by=self.firm.attorney,
                )
            yield each.handle, account

    def _incident(self, act: Act) -> Incident:
        incident = incidents.write_down(
            self.case,
            by=self.firm.paralegal,
            summary=act.summary,
            posted=act.when.moment(self.today, self.matter.zone) if act.when else None,
            seen=self._day(act.seen_days_ago, Source.CLIENT),
            direction=act.direction,
            category=act.category,
            account=self.accounts.get(act.handle),
            address=act.link,
            place="" if act.link else act.where,
            online=act.online,
            effect=act.effect,
        )
        if act.words:
            statement = incidents.add_statement(
                incident,
                words=act.words,
                kind=act.kind,
                why_false=act.why_false,
                proof=act.proof,
                not_actionable=act.not_actionable,
            )
            if act.reviewed:
                incidents.review(statement, by=self.firm.attorney)
        if act.reviewed:
            incidents.review(incident, by=self.firm.attorney)
        return incident

    def _day(self, days_ago: int | None, source: Source) -> Moment:
        if days_ago is None:
            return Moment()
        return Moment(
            wall_from=datetime.combine(self.today - timedelta(days=days_ago), time()),
            zone=self.matter.zone,
            precision=Precision.DAY,
            source=source,
        )

    def _receive(self, held: Held) -> None:
        first, *others = (self.incidents[number] for number in held.acts)
        source = Source.CLIENT if held.by_client else Source.STAFF
        by_whom = self.matter.client.label if held.by_client else self.firm.paralegal.name
        received = receiving.receive(
            io.BytesIO(held.text.encode() or self._drawn(held)),
            case=self.case,
            by=self.firm.paralegal,
            name=held.name,
            title=held.title,
            stated=receiving.Stated(
                captured=self._day(held.captured_days_ago, source),
                captured_by=by_whom,
                obtained=held.obtained,
                address=first.address,
            ),
            incident=first,
            account=first.account,
        )
        for incident in others:
            receiving.link(received.item, incident, by=self.firm.paralegal)

    def _drawn(self, held: Held) -> bytes:
        act = self.matter.acts[held.acts[0] - 1]
        shown = act.when.moment(self.today, self.matter.zone) if act.when else Moment()
        when = f"{shown.wall_from:%-d %B %Y}" if shown.wall_from else "no date shown"
        if shown.wall_from and shown.precision is Precision.MINUTE:
            when += f"{shown.wall_from:, %-I:%M %p}".lower()
        return pictures.screenshot(
            platform=act.where,
            handle=act.handle,
            when=when,
            words=act.words or act.summary,
            link=act.link.removeprefix("https://"),
            cropped=held.by_client,
        )

    def _write_papers(self) -> None:
        case, firm = self.case, self.firm
        self._ask_about_safety()
        for shown in self.matter.papers:
            self._put_before_the_client(shown)
        self._answer_claims()
        for text in self.matter.notes:
            Note.objects.create(case=case, text=text, by=firm.attorney)
        for text in self.matter.messages:
            Message.objects.create(case=case, text=text, by=firm.paralegal)
        for title, in_days in self.matter.tasks:
            Task.objects.create(
                case=case,
                title=title,
                due_on=self.today + timedelta(days=in_days),
                assigned_to=firm.paralegal,
                made_by=firm.attorney,
            )

    def _ask_about_safety(self) -> None:
        """By phone: “yes” to each danger that is told of the matter, “no” to the rest."""
        told = {danger.kind: danger.reason for danger in self.matter.dangers}
        yes = {each: told[kind] for each, kind in POINTS_TO.items() if kind in told}
        screened = Screened(
            way=AskedBy.PHONE,
            asked_on=self.today - timedelta(days=9),
            asked_by=self.firm.paralegal,
            told={
                each: Told(SafetyReply.YES, yes[each]) if each in yes else Told(SafetyReply.NO)
                for each in SafetyQuestion
            },
        )
        screening.record(self.case, screened, by=self.firm.paralegal)

    def _put_before_the_client(self, shown: Shown) -> None:
        """Written by the paralegal, approved by the attorney, answered as the matter tells."""
        if shown.kind is PaperKind.ENGAGEMENT and shown.way is Way.SIGNED:
            self._file_signed(shown.kind, None, on=self.today - timedelta(days=10))
            return
        paper = case_papers.newest_approved(self.case, shown.kind)
        if paper is None:
            paper = case_papers.write(
                self.case, shown.kind, text=shown.text, by=self.firm.paralegal
            )
            case_papers.approve(paper, by=self.firm.attorney)
        if shown.way is Way.PAGE:
            name = self.matter.client.label
            case_papers.agree(paper, by=self.firm.client, name=name)
        elif shown.way is Way.READ_OUT:
            words = "By phone, code word given, she had no questions."
            case_papers.record_read_out(
                paper, words=words, given_on=self.today, by=self.firm.paralegal
            )
        elif shown.way is Way.SIGNED:
            self._file_signed(shown.kind, paper, on=self.today)

    def _file_signed(self, kind: PaperKind, paper: Paper | None, *, on: date) -> None:
        scan = self._scan(kind)
        signed_papers.file(self.case, kind, scan, paper=paper, signed_on=on, by=self.firm.paralegal)

    def _scan(self, kind: PaperKind) -> Item:
        """A drawn page that stands for the scan of a signed paper."""
        label = self.matter.client.label
        page = pictures.screenshot(
            platform=kind.label, handle=label, when="", words=f"Signed: {label}", link=""
        )
        received = receiving.receive(
            io.BytesIO(page),
            case=self.case,
            by=self.firm.paralegal,
            name=f"signed-{kind.value}.png",
            title=f"Signed: {kind.label.lower()}",
            stated=receiving.Stated(obtained=Obtained.CLIENT_DEVICE),
        )
        if Item.objects.held_back().contains(received.item):
            handling.release(received.item, by=self.firm.attorney)
        return received.item

    def _answer_claims(self) -> None:
        for limit in self.matter.limits:
            if limit.confirmed:
                undated = [certainty.as_dated(self.incidents[number]) for number in limit.undated]
                time_limits.confirm(
                    self._propose(limit), self.firm.attorney, limit.reason, about=undated
                )
        for name, reason in self.matter.given_up:
            claim = claims.named(self.case, name)
            claims.decide(claim, pursued=False, reason=reason, by=self.firm.attorney)

    def _propose(self, limit: Limit) -> TimeLimit:
        return time_limits.propose(
            self.case,
            by=self.firm.paralegal,
            claim=limit.claim,
            expires_on=self.today + timedelta(days=limit.days_left),
            counted_from=self.today - timedelta(days=limit.counted_days_ago),
            basis=limit.basis,
            incident=self.incidents[limit.act] if limit.act else None,
        )

    def _raise_flags(self) -> None:
        for danger in self.matter.dangers:
            flags.raise_flag(
                self.case,
                danger.kind,
                by=self.firm.attorney,
                reason=danger.reason,
                party=self.parties.get(danger.party),
            )

    def _move(self) -> None:
        for moved in self.matter.moves:
            workflow.move(
                self.case,
                moved.step,
                moved.move,
                by=self.firm.attorney,
                reason=moved.reason,
                reason_code=moved.reason_code,
                override=moved.override,
            )
        if self.matter.emergency:
            workflow.open_in_emergency(
                self.case,
                by=self.firm.attorney,
                emergency="emergency_order",
                sentence=self.matter.emergency,
            )
        for limit in self.matter.limits:
            if not limit.confirmed:
                self._propose(limit)

    def _invite_client(self) -> None:
        ClientAccess.objects.create(
            user=self.firm.client,
            party=self.parties[self.matter.client.label],
            identity_checked_by=self.firm.paralegal,
            identity_checked_how="In person, with a passport",
        )
