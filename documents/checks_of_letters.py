"""What is looked at before a letter may be approved: rules with a name, a reason, a source.

A finding is *must fix*, *consider* or *fine*. The absolute rules (recipient, quotation, unset
field, leak, hash, intimate images, minors) give way to no answer; about any other finding an
attorney may write a sentence, and the sentence is kept with the approval. Rules about words
read them in context and never inside a quotation.

Findings follow the record as it is now, so the same version can be fine today and blocked
tomorrow, when a flag is raised or a file is found altered.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from cases import safety
from cases.models import (
    AttributionLevel,
    CaseStep,
    ConsentKind,
    ContactKind,
    ContactPoint,
    Party,
    Review,
    RoleOnCase,
    SkipReason,
    StatementKind,
    StepState,
)
from documents import leaks, letter_words
from documents.leaks import Protected, Shape
from documents.letter_record import cite, firm_today, sheet_of
from documents.letter_sheet import row_text
from documents.letter_wording import LetterKind, Part, long_day
from documents.models import CheckAnswer, CheckResult, LetterBlock, LetterVersion, Level
from evidence.models import Sensitivity

BOTH = frozenset(LetterKind)
AMICABLE = frozenset({LetterKind.AMICABLE_REQUEST})
FIRM = frozenset({LetterKind.CEASE_DESIST})
FRESH_CAPTURE = timedelta(days=7)
STALE_DRAFT = timedelta(days=14)
LIMIT_NEAR = timedelta(days=30)
SHORTEST_NOTICE = timedelta(days=3)
SATURDAY = 5
EXCERPT = 140


@dataclass(frozen=True)
class Found:
    """One thing a rule found.

    Attributes:
        sentence: What is wrong and what to do, for the attorney.
        words: The words it is about; an answer holds as long as they stay the same.
        block: Where they stand.
    """

    sentence: str
    words: str = ""
    block: LetterBlock | None = None


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One check.

    Attributes:
        code: Stable name; an answer refers to it.
        why: The reason, with its source; “(m)” means from memory, to be confirmed.
        fine: What is said when nothing is found; empty if nothing need be said.
    """

    code: str
    title: str
    check: "Callable[[Reading], Iterable[Found]]"
    why: str
    level: Level = Level.MUST_FIX
    absolute: bool = False
    kinds: frozenset[LetterKind] = BOTH
    fine: str = ""


@dataclass(frozen=True)
class Finding:
    """What one rule says about one version."""

    rule: Rule
    level: Level
    sentence: str
    words: str = ""
    about: str = ""
    block: LetterBlock | None = None
    answer: CheckAnswer | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still stands in the way of approval."""
        return self.level != Level.FINE and self.answer is None

    @property
    def can_be_answered(self) -> bool:
        return self.is_open and not self.rule.absolute

    @property
    def place(self) -> str:
        """Such as “Paragraph 4”: the block's place in the letter."""
        return f"Block {self.block.position}" if self.block else ""


class Reading:
    """One version with everything the rules ask about, read once."""

    def __init__(self, version: LetterVersion, today: date) -> None:
        self.version = version
        self.today = today
        self.letter = version.letter
        self.case = version.letter.case
        self.recipient = version.letter.recipient

    @cached_property
    def blocks(self) -> list[LetterBlock]:
        return list(
            self.version.blocks.select_related(
                "statement__incident__account__platform", "citation__item__case"
            ).prefetch_related("citation__item__files__blob")
        )

    @cached_property
    def quotes(self) -> list[LetterBlock]:
        return [block for block in self.blocks if block.kind == Part.QUOTE]

    @cached_property
    def ours(self) -> list[LetterBlock]:
        """Blocks in our own words."""
        return [block for block in self.blocks if block.kind != Part.QUOTE]

    @cached_property
    def as_read(self) -> list[tuple[str, LetterBlock | None]]:
        """Every text of the letter, source lines and heads included, with its block."""
        sheet = sheet_of(self.version)
        heads = [sheet.letterhead, sheet.date_line, sheet.addressee]
        by_line = {str(block.line): block for block in self.blocks}
        rows = [(row_text(row), by_line[row.key]) for row in sheet.rows]
        return [*((text, None) for text in heads), *rows]

    @cached_property
    def clients(self) -> list[Party]:
        return list(self.case.parties.filter(roles__code=RoleOnCase.CLIENT).distinct())

    def in_our_words(self, search: Callable[[str], list[str]]) -> Iterator[tuple[str, LetterBlock]]:
        for block in self.ours:
            for sentence in search(block.text):
                yield sentence, block


# --- The recipient -----------------------------------------------------------------------


def safe_to_reach(r: Reading) -> Iterator[Found]:
    if reason := safety.recipient_blocked(r.case, r.recipient):
        yield Found(f"No letter may go to {r.recipient}. {reason}")


def not_represented(r: Reading) -> Iterator[Found]:
    lawyers = r.case.parties.filter(represents=r.recipient)
    if r.recipient.represented or r.recipient.counsel_id or lawyers.exists():
        yield Found(f"{r.recipient} has a lawyer. Write to the lawyer instead.")


def representation_known(r: Reading) -> Iterator[Found]:
    is_lawyer = r.recipient.roles.filter(code=RoleOnCase.COUNSEL).exists()
    if r.recipient.represented is None and not r.recipient.counsel_id and not is_lawyer:
        yield Found(f"Nobody has recorded whether {r.recipient} has a lawyer.")


def of_age(r: Reading) -> Iterator[Found]:
    if r.recipient.is_minor:
        yield Found(f"{r.recipient} is under 18. Write to a parent or guardian instead.")


def address_known(r: Reading) -> Iterator[Found]:
    point, account = r.version.contact_point, r.version.account
    if point is None and account is None:
        yield Found("The letter has no address. Choose one under “Dates and address”.")
    if account and not account.attributions.filter(party=r.recipient).exclude(
        level=AttributionLevel.REJECTED
    ):
        yield Found(f"Nobody has said that {account} is used by {r.recipient}.")
    if point and point.party_id != r.recipient.pk:
        yield Found("The address belongs to someone else in this case.")
    elif point and point.verified_at is None:
        yield Found("Nobody has checked the address of the recipient yet.")
    if point and _same_as_clients(r, point.value):
        yield Found("The address is one of our client's own.")


def _same_as_clients(r: Reading, value: str) -> bool:
    points = ContactPoint.objects.filter(party__in=r.clients)
    return leaks.normal(value) in {leaks.normal(point.value) for point in points}


def recipient_identified(r: Reading) -> Iterator[Found]:
    if not safety.is_identified(r.recipient):
        yield Found(
            f"{r.recipient} is not identified, at best suspected. Fine for a message to an account,"
            " not for post."
        )


def danger_weighed(r: Reading) -> Iterator[Found]:
    if warning := safety.recipient_warning(r.case, r.recipient):
        yield Found(warning)


# --- Quotations and their evidence -----------------------------------------------------------


def word_for_word(r: Reading) -> Iterator[Found]:
    for block in r.quotes:
        statement = block.statement
        if statement is None:
            continue
        if not block.text == block.citation.words == statement.words:
            yield Found(
                "The quotation differs from the record. Take the words from the record again.",
                block.text,
                block,
            )
        if {statement.review, statement.incident.review} != {Review.REVIEWED}:
            yield Found("The quoted statement is not reviewed.", block.text, block)


def inline_word_for_word(r: Reading) -> Iterator[Found]:
    record = [
        _plain(words)
        for words in r.case.incidents.filter(statements__review=Review.REVIEWED).values_list(
            "statements__words", flat=True
        )
    ]
    headings = {_plain(block.text) for block in r.ours if block.kind == Part.HEADING}
    for words, block in r.in_our_words(lambda text: list(letter_words.inline_quotations(text))):
        plain = _plain(words).rstrip(".,")
        if plain not in headings and not any(plain in recorded for recorded in record):
            yield Found(
                f"“{_short(words)}” stands in quotation marks but is in no reviewed statement.",
                words,
                block,
            )


def sources_current(r: Reading) -> Iterator[Found]:
    for block in r.quotes:
        if block.statement is None:
            continue
        now, then = cite(block.statement, block.citation.item), block.citation
        if (now.posted, now.posted_by, now.locator) != (then.posted, then.posted_by, then.locator):
            yield Found(
                "Date, account or address of the quotation have changed in the record. Take them"
                " from the record again.",
                f"{now.posted}|{now.posted_by}|{now.locator}",
                block,
            )


def evidence_unchanged(r: Reading) -> Iterator[Found]:
    for block in r.quotes:
        item = block.citation.item
        if item is None:
            continue
        if item.is_altered:
            yield Found(
                f"The file of {item.ref} is no longer the one we received.", item.ref, block
            )
        elif not item.is_sound:
            yield Found(f"{item.ref} is locked, hidden or not released.", item.ref, block)
        elif not item.incident_links.filter(incident=_incident(block)).exists():
            yield Found(f"{item.ref} is not linked to the quoted incident.", item.ref, block)


def no_intimate_image(r: Reading) -> Iterator[Found]:
    never = {Sensitivity.INTIMATE, Sensitivity.MINOR}
    for block in r.quotes:
        item = block.citation.item
        if item and item.sensitivity in never:
            yield Found(f"{item.ref} is described, never cited or sent.", item.ref, block)


def captured_lately(r: Reading) -> Iterator[Found]:
    oldest = timezone.now() - FRESH_CAPTURE
    for block in r.quotes:
        item = block.citation.item
        if item is None or not _is_live(block):
            continue
        captured = item.captured_latest or item.arrived_at
        if captured < oldest:
            yield Found(
                f"{item.ref} was captured more than 7 days ago. Capture the post again: it may be"
                " gone once the letter arrives.",
                item.ref,
                block,
            )


def said_as_fact(r: Reading) -> Iterator[Found]:
    for block in r.quotes:
        statement = block.statement
        if statement is None:
            continue
        opinion = statement.kind == StatementKind.OPINION
        if opinion or letter_words.OPINION.search(statement.words):
            yield Found(
                "The quotation reads as opinion, which is rarely actionable.", block.text, block
            )


def relied_on(r: Reading) -> Iterator[Found]:
    for block in r.quotes:
        if block.statement and block.statement.not_actionable:
            why = block.statement.get_not_actionable_display().lower()
            yield Found(f"An attorney marked the quoted statement as {why}.", block.text, block)


def reason_given(r: Reading) -> Iterator[Found]:
    reasons = {block.statement_id for block in r.blocks if block.kind == Part.REASON}
    quoted = {block.statement_id for block in r.quotes}
    for block in r.quotes:
        if block.statement_id not in reasons:
            yield Found("The letter does not say what is wrong with this.", block.text, block)
    for block in r.blocks:
        if block.kind == Part.REASON and block.statement_id not in quoted:
            yield Found("This is about a statement the letter does not quote.", block.text, block)
    if not r.quotes:
        yield Found("The letter quotes no statement.")


# --- What must not leave, and what is missing --------------------------------------------------


def nothing_unset(r: Reading) -> Iterator[Found]:
    for text, block in r.as_read:
        if block and block.kind == Part.QUOTE:
            text = text.replace(block.text, "")  # noqa: PLW2901  # the post may say anything
        for mark in letter_words.unset_fields(text):
            name = mark.removeprefix("[[MISSING: ").strip("[]{}")
            yield Found(f"Not filled in: {name}.", mark, block)


def nothing_private(r: Reading) -> Iterator[Found]:
    values = protected_values(r)
    for text, block in r.as_read:
        for leak in leaks.leaks(text, values):
            yield Found(f"{leak.label} stands in the letter.", leak.label, block)


def protected_values(r: Reading) -> list[Protected]:
    """Everything about the client that may not leave, and what others asked us to keep."""
    own = Q(
        party__in=r.clients, kind__in=[ContactKind.ADDRESS, ContactKind.EMAIL, ContactKind.PHONE]
    )
    points = ContactPoint.objects.filter(party__case=r.case).filter(own | Q(protected=True))
    values = [
        Protected(SHAPES[ContactKind(point.kind)], point.value, _called(r, point))
        for point in points.select_related("party")
    ]
    if contact := r.case.safe_contact:
        values += [
            Protected(Shape.EMAIL, contact.email, "The client's email"),
            Protected(Shape.PHONE, contact.phone, "The client's phone number"),
            Protected(Shape.WORD, contact.code_word, "The client's code word"),
        ]
    return [value for value in values if value.value]


SHAPES = {
    ContactKind.ADDRESS: Shape.PLACE,
    ContactKind.EMAIL: Shape.EMAIL,
    ContactKind.PHONE: Shape.PHONE,
    ContactKind.SCHOOL: Shape.PLACE,
    ContactKind.OTHER: Shape.WORD,
}


def _called(r: Reading, point: ContactPoint) -> str:
    whose = "The client's" if point.party in r.clients else "A protected"
    return f"{whose} {point.get_kind_display().lower()}"


def no_minor_named(r: Reading) -> Iterator[Found]:
    for party in r.case.parties.filter(is_minor=True).prefetch_related("names"):
        names = {party.label, *(name.text for name in party.names.all())}
        for text, block in r.as_read:
            if any(leaks.normal(name) in leaks.normal(text) for name in names if name):
                yield Found("Someone under 18 is named. Use initials.", "minor", block)


def pseudonym_kept(r: Reading) -> Iterator[Found]:
    if not r.case.pseudonym:
        return
    for text, block in r.as_read:
        if leaks.normal(r.case.client_name) in leaks.normal(text):
            yield Found("The client's real name stands beside a pseudonym.", "name", block)


# --- Wording --------------------------------------------------------------------------------


def _each(
    search: Callable[[str], list[str]], sentence: str
) -> Callable[[Reading], Iterator[Found]]:
    """A rule that shows each sentence a search of our own words finds."""

    def check(r: Reading) -> Iterator[Found]:
        for words, block in r.in_our_words(search):
            yield Found(f"“{_short(words)}” {sentence}", words, block)

    return check


def amicable_tone(r: Reading) -> Iterator[Found]:
    for words, block in r.in_our_words(
        lambda text: [
            *letter_words.sentences_with(letter_words.LEGAL_THREAT, text),
            *letter_words.shouting(text),
        ]
    ):
        yield Found(f"“{_short(words)}” is too sharp for a first request.", words, block)


def amicable_length(r: Reading) -> Iterator[Found]:
    words = sum(len(block.text.split()) for block in r.ours)
    if words > letter_words.AMICABLE_WORDS:
        yield Found(f"The letter has {words} words of ours; up to 450 are read to the end.")
    if not any("thank" in block.text.lower() for block in r.ours):
        yield Found("The letter thanks nobody.")


def right_case(r: Reading) -> Iterator[Found]:
    for block in r.ours:
        for number in letter_words.CASE_NUMBER.findall(block.text):
            if number != r.case.ref:
                yield Found(f"{number} is not the number of this case.", number, block)


# --- Time and leave to write --------------------------------------------------------------------


def response_date(r: Reading) -> Iterator[Found]:
    due = r.version.respond_by
    if due <= r.today:
        yield Found(f"The answer is asked for by {long_day(due)}, which is not ahead.", str(due))
    if not any(long_day(due) in block.text for block in r.ours):
        yield Found(f"The letter does not name {long_day(due)} as the day to answer by.", str(due))


def response_time(r: Reading) -> Iterator[Found]:
    due = r.version.respond_by
    if r.today < due < r.today + SHORTEST_NOTICE:
        yield Found("Less than three days are left to answer.", str(due))
    if due.weekday() >= SATURDAY:
        yield Found(f"{long_day(due)} is not a working day.", str(due))
    if r.version.dated_on < r.today - STALE_DRAFT or r.version.dated_on > r.today:
        yield Found("The date of the letter is not a date of these days.", str(r.version.dated_on))


def client_agreed(r: Reading) -> Iterator[Found]:
    agreed = r.case.consents.filter(kind=ConsentKind.CONTACT, withdrawn_at=None)
    if not agreed.exists():
        yield Found("Nobody has recorded that the client agrees to this contact.")


def police_hold(r: Reading) -> Iterator[Found]:
    skipped = CaseStep.objects.filter(case=r.case, state=StepState.SKIPPED)
    for step in skipped:
        last = step.transitions.first()
        if last and last.reason_code == SkipReason.POLICE:
            yield Found("The police asked to hold contact with the other side.")


def limit_near(r: Reading) -> Iterator[Found]:
    near = r.case.time_limits.filter(
        dismissed_by=None, expires_on__lt=r.today + LIMIT_NEAR
    ).order_by("expires_on")
    for limit in near:
        yield Found(
            f"The time limit for {limit.claim} is {long_day(limit.expires_on)}.", str(limit)
        )


# --- The table ----------------------------------------------------------------------------------

RULES: tuple[Rule, ...] = (
    Rule(
        code="L11",
        title="A safety flag stands in the way",
        check=safe_to_reach,
        why="A letter can set off the harm it is meant to end.",
        absolute=True,
        fine="No safety flag stands on the recipient.",
    ),
    Rule(
        code="L02",
        title="The recipient has a lawyer",
        check=not_represented,
        why="A lawyer writes to a represented person's lawyer only (RPC 4.2 (m)).",
        absolute=True,
    ),
    Rule(
        code="L33",
        title="The recipient is under 18",
        check=of_age,
        why="Letters to minors go through a parent or guardian.",
        absolute=True,
    ),
    Rule(
        code="L17",
        title="The address is not certain",
        check=address_known,
        why="A letter in the wrong hands tells a stranger about the client.",
        absolute=True,
        fine="The address was checked.",
    ),
    Rule(
        code="L06",
        title="Something is not filled in",
        check=nothing_unset,
        why="A letter goes out whole or not at all.",
        absolute=True,
        fine="Every field is filled in.",
    ),
    Rule(
        code="L05",
        title="A quotation differs from the record",
        check=word_for_word,
        why="What is quoted must be provable character for character.",
        absolute=True,
        fine="Every quotation is word for word as recorded.",
    ),
    Rule(
        code="L05-inline",
        title="Words in quotation marks are not recorded",
        check=inline_word_for_word,
        why="What is quoted must be provable character for character.",
        absolute=True,
    ),
    Rule(
        code="L04",
        title="A source line is out of date",
        check=sources_current,
        why="Date and address of a quotation must be those of the record.",
        absolute=True,
    ),
    Rule(
        code="L34",
        title="An exhibit cannot be relied on",
        check=evidence_unchanged,
        why="A demand goes out only with preserved, unchanged evidence for every quotation.",
        absolute=True,
        fine="The files of all exhibits are as we received them.",
    ),
    Rule(
        code="L23",
        title="An intimate image is cited",
        check=no_intimate_image,
        why="Citing or enclosing one repeats the harm and can be a crime.",
        absolute=True,
    ),
    Rule(
        code="L08",
        title="A private detail stands in the letter",
        check=nothing_private,
        why="The other side must not learn where or how to reach the client.",
        absolute=True,
        fine="No private detail of the client was found.",
    ),
    Rule(
        code="L24",
        title="A minor is named",
        check=no_minor_named,
        why="People under 18 are given by initials (compare FRCP 5.2).",
        absolute=True,
    ),
    Rule(
        code="L01",
        title="Threat of a report",
        check=_each(
            letter_words.threats_of_report,
            "ties a report to a demand. Bar rules in many states forbid this.",
        ),
        why="Cal. RPC 3.10 bars threats of criminal or disciplinary charges for advantage.",
        fine="No authority is held over the recipient.",
    ),
    Rule(
        code="L07",
        title="The day to answer by",
        check=response_date,
        why="A date that has passed, or is not in the letter, cannot be kept.",
    ),
    Rule(
        code="L09",
        title="Too sharp for a first request",
        check=amicable_tone,
        why="Threats and anger make a friendly settlement less likely.",
        kinds=AMICABLE,
        fine="The tone is that of a request.",
    ),
    Rule(
        code="L14",
        title="A quotation without a reason",
        check=reason_given,
        why="Saying only that something is untrue convinces nobody.",
    ),
    Rule(
        code="L15",
        title="A statement we do not rely on",
        check=relied_on,
        why="A true, privileged or consented statement is not complained of (RPC 3.1, 4.1 (m)).",
    ),
    Rule(
        code="L27",
        title="A promise or a bargain",
        check=_each(
            lambda text: letter_words.sentences_with(letter_words.PROMISE, text),
            "promises a result or trades payment for silence.",
        ),
        why="Results cannot be promised, and silence is not for sale (RPC 4.1 (m)).",
    ),
    Rule(
        code="L39",
        title="The police asked to hold contact",
        check=police_hold,
        why="A letter would tip the other side off.",
    ),
    Rule(
        code="CONSENT",
        title="The client has not agreed to contact",
        check=client_agreed,
        why="The client chooses how far this goes.",
        fine="The client agreed that we write to the other side.",
    ),
    Rule(
        code="L02-known",
        title="A lawyer on the other side?",
        check=representation_known,
        why="Ask before writing: a represented person is written to through the lawyer.",
        level=Level.CONSIDER,
    ),
    Rule(
        code="L11-warn",
        title="A safety flag stands on this case",
        check=danger_weighed,
        why="Whoever writes to a lawyer or a platform has weighed what follows.",
        level=Level.CONSIDER,
    ),
    Rule(
        code="IDENTIFIED",
        title="The recipient is not identified",
        check=recipient_identified,
        why="A letter to the wrong person accuses a stranger.",
        level=Level.CONSIDER,
    ),
    Rule(
        code="L40",
        title="The capture is old",
        check=captured_lately,
        why="Posts are often deleted or changed when a letter arrives.",
        level=Level.CONSIDER,
    ),
    Rule(
        code="L12",
        title="Opinion rather than fact",
        check=said_as_fact,
        why="Opinion is protected, and a suit over it can cost the client fees.",
        level=Level.CONSIDER,
    ),
    Rule(
        code="L19",
        title="A time limit is near",
        check=limit_near,
        why="Waiting for an answer must not let a claim lapse.",
        level=Level.CONSIDER,
    ),
    Rule(
        code="L07-time",
        title="Time to answer",
        check=response_time,
        why="A date that can be kept is more often kept.",
        level=Level.CONSIDER,
    ),
    Rule(
        code="L10",
        title="Long, or without thanks",
        check=amicable_length,
        why="Short and civil letters are read and answered.",
        level=Level.CONSIDER,
        kinds=AMICABLE,
    ),
    Rule(
        code="L10-long",
        title="A long sentence",
        check=_each(letter_words.long_sentences, "has more than 30 words."),
        why="Plain sentences are understood as meant.",
        level=Level.CONSIDER,
        kinds=AMICABLE,
    ),
    Rule(
        code="L26",
        title="A loaded word",
        check=_each(
            lambda text: letter_words.sentences_with(letter_words.OUTRAGE, text),
            "uses a loaded word.",
        ),
        why="Calm words are believed.",
        level=Level.CONSIDER,
    ),
    Rule(
        code="L28",
        title="More than can be asked for",
        check=_each(
            lambda text: letter_words.sentences_with(letter_words.OVERREACH, text),
            "asks for more than a court would give.",
        ),
        why="Overreach weakens every other demand.",
        level=Level.CONSIDER,
        kinds=FIRM,
    ),
    Rule(
        code="L36",
        title="Legal advice to the other side",
        check=_each(
            lambda text: letter_words.sentences_with(letter_words.ADVICE, text),
            "reads as legal advice.",
        ),
        why="No legal advice to an unrepresented person (RPC 4.3 (m)).",
        level=Level.CONSIDER,
    ),
    Rule(
        code="L32",
        title="The number of another case",
        check=right_case,
        why="Words pasted from another matter break a confidence.",
        level=Level.CONSIDER,
    ),
    Rule(
        code="PSEUDONYM",
        title="The client's real name",
        check=pseudonym_kept,
        why="A pseudonym protects only if it is used throughout.",
        level=Level.CONSIDER,
    ),
)


def findings(version: LetterVersion, *, today: date | None = None) -> list[Finding]:
    """What every rule says about the version now, the worst first."""
    reading = Reading(version, today or firm_today())
    answers = {(one.rule, one.about): one for one in version.letter.answers.select_related("by")}
    found: list[Finding] = []
    for rule in RULES:
        if version.letter.kind not in rule.kinds:
            continue
        results = [_finding(rule, one, answers) for one in rule.check(reading)]
        found += _without_repeats(results)
        if rule.fine and not results:
            found.append(Finding(rule, Level.FINE, rule.fine))
    return sorted(found, key=lambda one: (one.answer is not None, ORDER.index(one.level)))


ORDER = [Level.MUST_FIX, Level.CONSIDER, Level.FINE]


def _finding(rule: Rule, found: Found, answers: dict[tuple[str, str], CheckAnswer]) -> Finding:
    about = digest(found.words or found.sentence)
    answer = None if rule.absolute else answers.get((rule.code, about))
    return Finding(rule, rule.level, found.sentence, found.words, about, found.block, answer)


def _without_repeats(results: list[Finding]) -> list[Finding]:
    seen: dict[tuple[str, LetterBlock | None], Finding] = {}
    for one in results:
        seen.setdefault((one.sentence, one.block), one)
    return list(seen.values())


def digest(words: str) -> str:
    """What an answer is bound to: the words, however they are spaced."""
    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()


def store(version: LetterVersion, found: list[Finding]) -> None:
    """Write the findings down as the checks of the version, in place of earlier ones."""
    version.checks.all().delete()
    CheckResult.objects.bulk_create(
        CheckResult(
            version=version,
            position=position,
            rule=one.rule.code,
            level=one.level,
            absolute=one.rule.absolute,
            title=one.rule.title,
            sentence=one.sentence[:500],
            line=one.block.line if one.block else None,
            about=one.about,
            answer=one.answer,
        )
        for position, one in enumerate(found)
    )


def _incident(block: LetterBlock) -> int | None:
    return block.statement.incident_id if block.statement else None


def _is_live(block: LetterBlock) -> bool:
    return bool(block.statement and block.statement.incident.online in ("live", "unsure"))


def _short(words: str) -> str:
    return words if len(words) <= EXCERPT else f"{words[:EXCERPT]}…"


def _plain(words: str) -> str:
    """For comparing what stands between quotation marks: one kind of mark, single spaces."""
    return " ".join(words.translate({0x2018: "'", 0x2019: "'"}).split())
