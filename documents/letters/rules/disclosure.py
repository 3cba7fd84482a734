"""Rules about what must not leave the firm, and about what is missing."""

from collections.abc import Iterator

from django.db.models import Q

from cases.models import ContactKind, ContactPoint
from documents.letters import leaks, phrases
from documents.letters.leaks import Protected, Shape
from documents.letters.rules.rule import Found, Reading, Rule
from documents.models import Level
from documents.parts import Part

SHAPES = {
    ContactKind.ADDRESS: Shape.PLACE,
    ContactKind.EMAIL: Shape.EMAIL,
    ContactKind.PHONE: Shape.PHONE,
    ContactKind.SCHOOL: Shape.PLACE,
    ContactKind.OTHER: Shape.WORD,
}


def nothing_unset(r: Reading) -> Iterator[Found]:
    for text, block in r.as_read:
        if block and block.kind == Part.QUOTE:
            text = text.replace(block.text, "")  # noqa: PLW2901  # the post may say anything
        for mark in phrases.unset_fields(text):
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


def right_case(r: Reading) -> Iterator[Found]:
    for block in r.ours:
        for number in phrases.CASE_NUMBER.findall(block.text):
            if number != r.case.ref:
                yield Found(f"{number} is not the number of this case.", number, block)


RULES = (
    Rule(
        code="L06",
        title="Something is not filled in",
        check=nothing_unset,
        why="A letter goes out whole or not at all.",
        absolute=True,
        fine="Every field is filled in.",
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
        code="PSEUDONYM",
        title="The client's real name",
        check=pseudonym_kept,
        why="A pseudonym protects only if it is used throughout.",
        level=Level.CONSIDER,
    ),
    Rule(
        code="L32",
        title="The number of another case",
        check=right_case,
        why="Words pasted from another matter break a confidence.",
        level=Level.CONSIDER,
    ),
)
