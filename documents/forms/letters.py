"""Forms of letters: beginning one, changing a block, dates and address, answers and returns."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q

from accounts.clock import firm_today
from cases.forms.asking import ChangeForm
from cases.models import (
    Case,
    ContactKind,
    ContactPoint,
    Direction,
    OnlineAccount,
    Party,
    Review,
    RoleOnCase,
    Statement,
)
from cases.safety import blocks
from documents.letters import requesting
from documents.letters.requesting import Delivery
from documents.models import Claim, LetterBlock, LetterVersion
from documents.parts import LetterKind, Part
from documents.times import in_words
from evidence.models import Item

LATER = ("", "Choose later")
MOST_WORDS = 8000


class StatementChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not at run time
    def label_from_instance(self, statement: Statement) -> str:
        incident = statement.incident
        return f"{incident.ref}, {in_words(incident.posted)}: “{statement.words[:160]}”"


class ItemChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not at run time
    def label_from_instance(self, item: Item) -> str:
        sound = "" if item.is_sound else " (cannot be relied on)"
        return f"{item.ref} {item.title}{sound}"


class DeliveryField(forms.ChoiceField):
    """An address or an account of the case; cleans to a :class:`Delivery`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.found: dict[str, Delivery] = {}

    def offer(self, points: Iterable[ContactPoint], accounts: Iterable[OnlineAccount]) -> None:
        choices: list[tuple[str, str]] = [LATER]
        for point in points:
            key = f"address-{point.pk}"
            checked = "checked" if point.verified_at else "not checked"
            choices.append((key, f"{point.party}: {_one_line(point.value)} ({checked})"))
            self.found[key] = Delivery(contact_point=point)
        for account in accounts:
            key = f"account-{account.pk}"
            choices.append((key, f"By message to {account.handle} on {account.platform}"))
            self.found[key] = Delivery(account=account)
        self.choices = choices

    def clean(self, value: Any) -> Delivery:
        return self.found.get(super().clean(value), Delivery())

    @staticmethod
    def key_of(version: LetterVersion) -> str:
        if version.contact_point_id:
            return f"address-{version.contact_point_id}"
        return f"account-{version.account_id}" if version.account_id else ""


class NewLetterForm(forms.Form):
    """Asks for kind, recipient, statements; offers reviewed statements alone.

    ``waiting`` counts statements nobody has reviewed; ``dangers`` says whom no letter may reach.
    """

    form_uuid = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label="What kind of letter",
        choices=[
            (LetterKind.AMICABLE_REQUEST.value, "Amicable request: asks, in plain and civil words"),
            (LetterKind.CEASE_DESIST.value, "Cease and desist: names claims and demands"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a kind of letter."},
    )
    recipient = forms.ModelChoiceField(
        label="To",
        queryset=Party.objects.none(),
        empty_label="Choose who gets it",
        error_messages={"required": "Choose who gets the letter."},
    )
    delivery = DeliveryField(label="Where it goes", required=False)
    statements = StatementChoice(
        label="Statements to quote",
        queryset=Statement.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one statement."},
    )
    claims = forms.MultipleChoiceField(
        label="Claims to name",
        choices=[(claim.value, claim.label.capitalize()) for claim in Claim],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="For a cease-and-desist letter. An attorney decides which the facts support.",
    )
    respond_by = forms.DateField(
        label="Answer by",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="10 to 14 days is usual.",
        error_messages={"required": "Choose the day to answer by."},
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {
                "form_uuid": uuid.uuid4(),
                "kind": LetterKind.AMICABLE_REQUEST.value,
                "respond_by": requesting.default_respond_by(
                    LetterKind.AMICABLE_REQUEST, firm_today()
                ),
            },
        )
        super().__init__(*args, **kwargs)
        recipients = recipients_of(case)
        known = recipients.prefetch_related("roles", "attributions")
        self.dangers = sorted({*filter(None, blocks.blocked(case, known).values())})
        self.waiting = _statements(case).exclude(_reviewed()).count()
        _choices(self, "recipient").queryset = recipients
        _choices(self, "statements").queryset = _statements(case).filter(_reviewed())
        _offer(self.fields["delivery"], case, recipients)

    def clean_respond_by(self) -> Any:
        day = self.cleaned_data["respond_by"]
        if day <= firm_today():
            raise forms.ValidationError("Choose a day that is still ahead.")
        return day

    def clean(self) -> None:
        delivery, recipient = (
            self.cleaned_data.get("delivery"),
            self.cleaned_data.get("recipient"),
        )
        if (
            delivery
            and recipient
            and delivery.contact_point
            and delivery.contact_point.party_id != recipient.pk
        ):
            self.add_error("delivery", f"This address is not {recipient}'s.")


class DetailsForm(ChangeForm):
    """Asks for the dates and the address of a letter."""

    dated_on = forms.DateField(
        label="Date of the letter",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Choose the date of the letter."},
    )
    respond_by = forms.DateField(
        label="Answer by",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Where the letter names the old day, it will name this one.",
        error_messages={"required": "Choose the day to answer by."},
    )
    delivery = DeliveryField(label="Where it goes", required=False)

    def __init__(self, *args: Any, version: LetterVersion, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {
                "dated_on": version.dated_on,
                "respond_by": version.respond_by,
                "delivery": DeliveryField.key_of(version),
            },
        )
        super().__init__(*args, **kwargs)
        letter = version.letter
        _offer(self.fields["delivery"], letter.case, Party.objects.filter(pk=letter.recipient_id))

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("dated_on", "respond_by", "delivery")}


class BlockForm(forms.Form):
    """Asks for the words of a block."""

    text = forms.CharField(
        label="Text",
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Write something, or remove the block instead."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _begin_at(self, "text")

    def clean_text(self) -> str:
        return _tidy(self.cleaned_data["text"])


class QuoteForm(forms.Form):
    """Asks which item shows a quotation; its words are the record's."""

    item = ItemChoice(
        label="Exhibit",
        queryset=Item.objects.none(),
        error_messages={"required": "Choose the item that shows these words."},
    )

    def __init__(self, *args: Any, block: LetterBlock, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"item": block.citation.item_id})
        super().__init__(*args, **kwargs)
        if block.statement is None:
            raise TypeError("a quotation has a statement")
        items = Item.objects.shown().filter(incidents=block.statement.incident_id)
        _choices(self, "item").queryset = items.select_related("case").prefetch_related(
            "files__blob"
        )
        _begin_at(self, "item")


class NewBlockForm(forms.Form):
    """Asks for a new block and where it goes."""

    line = forms.UUIDField(widget=forms.HiddenInput)
    after = forms.ChoiceField(label="Where", required=False)
    kind = forms.ChoiceField(
        label="What",
        choices=[
            (Part.PARAGRAPH.value, "Paragraph"),
            (Part.HEADING.value, "Heading"),
            (Part.DEMANDS.value, "List of demands, one per line"),
            (Part.QUOTE.value, "Quotation of a statement"),
            (Part.REASON.value, "What is wrong with a quoted statement"),
        ],
    )
    text = forms.CharField(
        label="Text",
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="A quotation takes its words from the record.",
    )
    statement = forms.ModelChoiceField(
        label="Statement",
        required=False,
        empty_label="None",
        queryset=Statement.objects.none(),
        help_text="For a quotation, or for what is wrong with one.",
    )

    def __init__(self, *args: Any, version: LetterVersion, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"line": uuid.uuid4(), "kind": Part.PARAGRAPH.value})
        super().__init__(*args, **kwargs)
        after = self.fields["after"]
        if not isinstance(after, forms.ChoiceField):
            raise TypeError("the place is chosen from a list")
        after.choices = [
            ("", "At the top"),
            *(
                (str(block.line), f"After {block.position}. {_one_line(block.text)[:60]}")
                for block in version.blocks.all()
            ),
        ]
        _choices(self, "statement").queryset = _statements(version.letter.case).filter(_reviewed())

    def clean(self) -> None:
        kind, data = self.cleaned_data.get("kind"), self.cleaned_data
        data["text"] = _tidy(data.get("text", ""))
        if kind in (Part.QUOTE, Part.REASON) and not data.get("statement"):
            self.add_error("statement", "Choose the statement.")
        if kind not in (Part.QUOTE, Part.REASON):
            data["statement"] = None
        if kind != Part.QUOTE and not data["text"]:
            self.add_error("text", "Write the text.")

    def clean_after(self) -> uuid.UUID | None:
        after = self.cleaned_data["after"]
        return uuid.UUID(after) if after else None

    def clean_kind(self) -> Part:
        return Part(self.cleaned_data["kind"])


class AnswerForm(forms.Form):
    """Asks an attorney why a finding is acceptable."""

    rule = forms.CharField(widget=forms.HiddenInput)
    about = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why this is acceptable here",
        max_length=500,
        error_messages={
            "required": "Say why in one sentence.",
            "max_length": "Say it in up to 500 characters.",
        },
    )


class ReturnForm(forms.Form):
    """Asks what the author should change."""

    note = forms.CharField(
        label="What should change",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say what should change."},
    )


def recipients_of(case: Case) -> Any:
    """Whom a letter of the case can go to: anyone but our own client."""
    return case.parties.exclude(roles__code=RoleOnCase.CLIENT).distinct()


def _statements(case: Case) -> Any:
    return (
        Statement.objects.filter(incident__case=case, incident__direction=Direction.OTHER_SIDE)
        .exclude(Q(review=Review.SET_ASIDE) | Q(incident__review=Review.SET_ASIDE))
        .select_related("incident__account__platform")
        .order_by("incident__number", "pk")
    )


def _reviewed() -> Q:
    return Q(review=Review.REVIEWED, incident__review=Review.REVIEWED)


def _offer(field: forms.Field, case: Case, recipients: Any) -> None:
    if not isinstance(field, DeliveryField):
        raise TypeError("the address is chosen from a list")
    points = ContactPoint.objects.filter(
        party__in=recipients, kind__in=[ContactKind.ADDRESS, ContactKind.EMAIL]
    ).select_related("party")
    field.offer(points, case.accounts.select_related("platform"))


def _choices(form: forms.Form, name: str) -> "forms.ModelChoiceField[Any]":
    field = form.fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(f"{name} is chosen from rows")
    return field


def _begin_at(form: forms.Form, name: str) -> None:
    """Put the cursor there when the form opens; one that comes back begins with what is wrong."""
    if not form.is_bound:
        form.fields[name].widget.attrs["autofocus"] = True


def _tidy(text: str) -> str:
    lines = (line.rstrip() for line in text.replace("\r\n", "\n").split("\n"))
    return "\n".join(lines).strip()


def _one_line(text: str) -> str:
    return " ".join(text.split())
