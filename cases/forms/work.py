"""Forms about the plan, steps, safety, team, time limits, tasks, notes and messages."""

from typing import Any

from django import forms

from accounts.models import Channel, SafeContact, User
from cases import to_do, workflow
from cases.conditions import Move
from cases.forms.asking import (
    AskForm,
    ChangeForm,
    day_field,
    line_field,
    long_enough,
    words_field,
    zone_choices,
)
from cases.models import (
    Case,
    Category,
    ConflictCheck,
    HitMark,
    Incident,
    Note,
    OnlineAccount,
    OrderKind,
    Outcome,
    Party,
    ReachOutcome,
    SafetyKind,
    SkipReason,
    Step,
    StepState,
)

# --- Plan ---------------------------------------------------------------------------------------


class DetailsForm(ChangeForm):
    """What the case is called and where it plays."""

    client_name = line_field("Client", most=200)
    pseudonym = line_field(
        "Name used in papers",
        most=80,
        required=False,
        help_text="Letters and packets use it instead of the client's name",
    )
    headline = line_field("What it is about, in a line", most=200, required=False)
    jurisdiction = line_field(
        "Law that applies", most=12, required=False, help_text="Such as US-CA"
    )
    zone = forms.ChoiceField(label="Client's time zone")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        names = ("client_name", "pseudonym", "headline", "jurisdiction", "zone")
        kwargs["initial"] = {name: getattr(case, name) for name in names}
        super().__init__(*args, **kwargs)
        choices = zone_choices(case.zone, with_unknown=False)
        self.fields["zone"].choices = choices  # type: ignore[attr-defined]  # a choice field


class GoalsForm(ChangeForm):
    """The goals, one a line, in the client's order."""

    goals = words_field(
        "Goals, one on each line",
        most=3000,
        required=False,
        rows=6,
        help_text="In the client's order, the most wished for first",
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        lines = "\n".join(case.goals.values_list("text", flat=True))
        super().__init__(*args, initial={"goals": lines}, **kwargs)

    def lines(self) -> list[str]:
        words: str = self.cleaned_data["goals"]
        return [line.strip() for line in words.splitlines() if line.strip()]


class CategoriesForm(AskForm):
    """What is being done to the client, and why that is corrected."""

    categories = forms.TypedMultipleChoiceField(
        label="What is being done to the client",
        choices=Category.choices,
        coerce=Category,
        widget=forms.CheckboxSelectMultiple,
        help_text="Intimate images and extortion hold back every file of the case. Taking them "
        "away later releases none: each is released by name.",
        error_messages={"required": "Choose at least one."},
    )
    reason = line_field("Why it is corrected", most=500)


class MeritsForm(AskForm):
    """Why a suit may be brought."""

    claims = words_field(
        "Claims and their elements",
        most=8000,
        rows=8,
        help_text="For each claim: each element, and what proves it",
    )
    weaknesses = words_field(
        "Weaknesses",
        most=8000,
        rows=6,
        help_text="Truth, opinion, privilege, anti-SLAPP, time, proof of who it was",
    )
    forum = line_field("Forum", most=200, help_text="The court, and why it is the right one")


class SentenceForm(AskForm):
    """What the client's page says of one step."""

    text = line_field(
        "What the client reads",
        most=300,
        help_text="One plain sentence. The client sees it only after you confirm it here.",
    )
    state = forms.ChoiceField(choices=StepState.choices, widget=forms.HiddenInput)


# --- Steps --------------------------------------------------------------------------------------


class MoveForm(AskForm):
    """One move of one step; asks only for what this move needs."""

    reason_code = forms.ChoiceField(label="Reason")
    reason = words_field("Why", most=2000, rows=3)
    override = words_field(
        "Why this does not matter here",
        most=2000,
        rows=3,
        help_text="It stays in the record beside each condition that is not met",
    )

    def __init__(
        self, *args: Any, step: Step, to_make: Move, needs_override: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if to_make is Move.SKIP:
            reasons = workflow.SKIP_REASONS[step]
            choices = [("", "Choose a reason"), *((each.value, each.label) for each in reasons)]
            self.fields["reason_code"].choices = choices  # type: ignore[attr-defined]
            self.fields["reason_code"].error_messages["required"] = "Choose a reason."
            self.fields["reason"].required = False
            self.fields["reason"].help_text = "A full sentence when the reason is “other”"
        else:
            del self.fields["reason_code"]
            if to_make not in workflow.NEEDS_A_REASON:
                del self.fields["reason"]
        if not needs_override:
            del self.fields["override"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        other = cleaned.get("reason_code") == SkipReason.OTHER
        if other and len(cleaned.get("reason", "").strip()) < workflow.SHORTEST_OTHER_REASON:
            self.add_error("reason", "Say in a full sentence why the step is skipped.")
        return cleaned

    def facts(self) -> dict[str, str]:
        asked = ("reason_code", "reason", "override")
        return {name: self.cleaned_data[name] for name in asked if name in self.cleaned_data}


class EmergencyForm(AskForm):
    """Opening step 6 at once."""

    emergency = forms.ChoiceField(
        label="What kind of emergency",
        choices=[
            ("emergency_order", "An emergency order is needed"),
            ("limitation_14_days", "A time limit ends within 14 days"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one."},
    )
    sentence = line_field("Why it cannot wait, in one sentence", most=2000)


# --- Safety -------------------------------------------------------------------------------------


class FlagForm(AskForm):
    """A danger, and whom it comes from as far as anyone knows."""

    kind = forms.ChoiceField(label="Danger", choices=SafetyKind.choices)
    source = forms.ChoiceField(
        label="From whom",
        help_text="“Not known” blocks letters to everyone of the other side until told apart",
        required=False,
    )
    reason = line_field("What happened or was said", most=500)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        people = [(f"party-{party.pk}", party.label) for party in case.parties.all()]
        accounts = [
            (f"account-{account.pk}", f"Account {account.letter}: {account}")
            for account in case.accounts.select_related("platform")
        ]
        choices = [("", "Not known, or the whole case"), *people, *accounts]
        self.fields["source"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def named(self) -> dict[str, Party | OnlineAccount]:
        """The party or the account the flag names, if any."""
        what, _, pk = self.cleaned_data["source"].partition("-")
        if what == "party":
            return {"party": self.case.parties.get(pk=pk)}
        if what == "account":
            return {"account": self.case.accounts.get(pk=pk)}
        return {}


class SafeContactForm(AskForm):
    """How the client may be reached; what nobody asked stays “no”."""

    channel = forms.ChoiceField(label="Safe way", choices=Channel.choices, widget=forms.RadioSelect)
    email = forms.EmailField(
        label="Email",
        required=False,
        error_messages={"invalid": "Enter an address such as name@example.com."},
    )
    email_safe = forms.BooleanField(label="Only the client reads this address", required=False)
    phone = line_field("Phone", most=40, required=False)
    voicemail_ok = forms.BooleanField(label="We may leave a voice message", required=False)
    text_ok = forms.BooleanField(label="We may send a text message", required=False)
    may_say_who = forms.BooleanField(label="We may say who we are", required=False)
    device_unsafe = forms.BooleanField(label="Others may see her phone or computer", required=False)
    times = line_field("Safe days and hours", most=200, required=False)
    subject = line_field(
        "Subject line of mail", most=40, required=False, help_text="It must say nothing"
    )
    code_word = line_field(
        "New code word",
        most=80,
        required=False,
        help_text="Check the old one first. Leave empty to keep it.",
    )
    code_word.validators.append(long_enough)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kept: SafeContact | None, **kwargs: Any) -> None:
        shown = {name: getattr(kept, name) for name in self.base_fields if hasattr(kept, name)}
        # The code word is heard, never shown.
        shown.pop("code_word", None)
        known = shown or {"channel": Channel.PORTAL, "version": 0}
        super().__init__(*args, initial=known, **kwargs)

    def facts(self) -> dict[str, Any]:
        left_out = {"once", "version"}
        facts = {name: value for name, value in self.cleaned_data.items() if name not in left_out}
        return facts | {"channel": Channel(facts["channel"])}


class CodeWordForm(AskForm):
    """What a caller says when asked for the code word."""

    said = forms.CharField(
        label="What the caller says",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Type what the caller says."},
    )


class ReachSettleForm(AskForm):
    """What the client said about a change that her page asked for."""

    outcome = forms.ChoiceField(
        label="What she said",
        choices=[
            (ReachOutcome.USED, "She asked for it, and it is safe"),
            (ReachOutcome.DROPPED, "She no longer wants it"),
            (ReachOutcome.NOT_HERS, "It was not her: somebody else uses her page"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what she said."},
    )
    how = line_field(
        "How you asked her",
        most=300,
        help_text="Such as: called the number we had, code word given, she was alone",
    )


class ReasonForm(AskForm):
    """One sentence of reason."""

    reason = line_field("Why", most=300)


class SecondForm(AskForm):
    """Agreeing with a decision; who agrees with themselves after a day says why."""

    reason = line_field("Why you are still sure", most=300)

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason


class PutOffForm(AskForm):
    """“Later”, said to one proposal."""

    code = forms.CharField(max_length=80, widget=forms.HiddenInput)


class NotNeededForm(ReasonForm):
    """Why a proposal is not needed."""

    code = forms.CharField(max_length=80, widget=forms.HiddenInput)


class OrderDaysForm(AskForm):
    """When an order was asked for and granted."""

    asked_on = day_field("Asked for on", required=False)
    granted_on = day_field("Granted on", required=False)


class OrderForm(OrderDaysForm):
    """An order or a subpoena that is not served yet."""

    kind = forms.ChoiceField(label="What", choices=OrderKind.choices, widget=forms.RadioSelect)
    court = line_field("Court", most=200)
    docket = line_field("The court's number of it", most=80, required=False)
    against = line_field("Whom it is served on", most=200)
    field_order = ("kind", "court", "docket", "against", "asked_on", "granted_on")


class ServedForm(AskForm):
    """When and how an order was served."""

    on = day_field("Served on")
    how = line_field(
        "How you know", most=300, help_text="Such as: proof of service from the process server"
    )


class DifferenceForm(AskForm):
    """Why someone is not the source of a danger."""

    party = forms.ModelChoiceField(
        label="Who is not the source",
        queryset=Party.objects.none(),
        empty_label="Choose a person",
        error_messages={"required": "Choose a person."},
    )
    reason = line_field("How you know", most=500)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = case.parties.all()  # type: ignore[attr-defined]


# --- Team ---------------------------------------------------------------------------------------


class MemberForm(AskForm):
    """Someone of the firm."""

    user = forms.ModelChoiceField(
        label="Person",
        queryset=User.objects.none(),
        empty_label="Choose a person",
        error_messages={"required": "Choose a person."},
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = case.team.standing().values("user")
        walled = case.walls.standing().values("user")
        others = User.objects.who_act_on_cases().exclude(pk__in=there).exclude(pk__in=walled)
        self.fields["user"].queryset = others  # type: ignore[attr-defined]


class LeadForm(forms.Form):
    """Who led the case on the page from which another lead is made."""

    instead_of = forms.IntegerField()


class WallForm(AskForm):
    """An ethical wall around one person."""

    user = forms.ModelChoiceField(
        label="Who is kept from this case",
        queryset=User.objects.none(),
        empty_label="Choose a person",
        error_messages={"required": "Choose a person."},
    )
    reason = line_field("Why", most=500)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        walled = case.walls.standing().values("user")
        others = User.objects.who_act_on_cases().exclude(pk__in=walled)
        self.fields["user"].queryset = others  # type: ignore[attr-defined]


# --- Time limits ----------------------------------------------------------------------------------


class TimeLimitForm(AskForm):
    """The last safe day of one claim, with its basis; only an attorney names a discovery rule."""

    claim = forms.ChoiceField(label="Claim", required=False)
    other_claim = line_field(
        "Another claim", most=120, required=False, help_text="Such as defamation"
    )
    expires_on = day_field("Last safe day")
    counted_from = day_field(
        "Counted from",
        help_text="The earliest possible posting, never the day the client saw it",
    )
    basis = line_field(
        "Basis", most=300, help_text="The law and the rule, such as US-CA, one year. Confirm it."
    )
    incident = forms.ModelChoiceField(
        label="Incident",
        queryset=Incident.objects.none(),
        required=False,
        empty_label="The first of all",
    )
    discovery_rule = line_field(
        "Discovery rule",
        most=300,
        required=False,
        help_text="Only where the law lets the time run from when it was found. Name the rule; "
        "the page then says it beside the date.",
    )

    def __init__(self, *args: Any, case: Case, attorney: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(str(claim.pk), claim.name) for claim in case.claims.pursued()]
        self.fields["claim"].choices = [*names, ("", "Another claim")]  # type: ignore[attr-defined]
        self.fields["incident"].queryset = case.incidents.all()  # type: ignore[attr-defined]
        if not attorney:
            del self.fields["discovery_rule"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not (cleaned.get("claim") or cleaned.get("other_claim", "").strip()):
            self.add_error("other_claim", "Name the claim.")
        return cleaned

    def facts(self) -> dict[str, Any]:
        names = ("expires_on", "counted_from", "basis", "incident", "discovery_rule")
        facts = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        known = dict(self.fields["claim"].choices)  # type: ignore[attr-defined]  # a choice field
        chosen = self.cleaned_data["claim"]
        return facts | {"claim": known[chosen] if chosen else self.cleaned_data["other_claim"]}


class ClaimForm(AskForm):
    """Another claim of the case."""

    name = line_field("Claim", most=120, help_text="Such as defamation, or private facts")


# --- Tasks, notes, messages ---------------------------------------------------------------------


class TaskForm(AskForm):
    """Something one person should do by a day."""

    title = line_field("What is to do", most=200)
    due_on = day_field("By", required=False)
    assigned_to = forms.ModelChoiceField(
        label="Who", queryset=User.objects.none(), required=False, empty_label="Anyone of the team"
    )
    step = forms.ChoiceField(
        label="For step", choices=[("", "No step"), *Step.choices], required=False
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assigned_to"].queryset = to_do.who_can(case)  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        names: tuple[str, ...] = ("title", "due_on", "assigned_to", "step")
        return {name: self.cleaned_data[name] for name in names}


class GiveTaskForm(AskForm):
    """Who does a task from now on."""

    to = forms.ModelChoiceField(
        label="Who", queryset=User.objects.none(), required=False, empty_label="Anyone of the team"
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = to_do.who_can(case)  # type: ignore[attr-defined]


class NoteForm(AskForm):
    """An internal note."""

    text = words_field(
        "Note",
        most=50000,
        rows=5,
        help_text="Internal work product. The client never sees it, and it is never changed.",
    )


class MessageForm(AskForm):
    """A message to the client, first shown as the client will see it."""

    text = words_field(
        "Message to the client",
        most=20000,
        rows=6,
        help_text="Plain words. You see the client's page before it is sent.",
    )
    copied_from = forms.ModelChoiceField(
        queryset=Note.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["copied_from"].queryset = case.notes.all()  # type: ignore[attr-defined]


class TaskEndForm(AskForm):
    """Why a task is not needed; empty when it is done."""

    not_needed = line_field("Why it is not needed", most=300)


# --- Conflict check -------------------------------------------------------------------------------


class MarkForm(AskForm):
    """Whether one hit is the same."""

    mark = forms.ChoiceField(label="Is it the same", choices=HitMark.choices)
    reason = line_field("Reason", most=300, required=False)


class AboutCheckForm(AskForm):
    """A form about the very check its page showed; a newer one may have run since."""

    check = forms.ModelChoiceField(
        queryset=ConflictCheck.objects.none(),
        widget=forms.HiddenInput,
        error_messages={
            "required": "Open the conflict check again.",
            "invalid_choice": "Open the conflict check again.",
        },
    )

    def __init__(self, *args: Any, shown: ConflictCheck, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["check"].queryset = case.conflict_checks.all()  # type: ignore[attr-defined]
        self.fields["check"].initial = shown


class PossibleForm(AboutCheckForm):
    """One reason for all that merely look alike."""

    reason = line_field("Why", most=300)


class DecideForm(AboutCheckForm):
    """An attorney's decision on a check."""

    outcome = forms.ChoiceField(label="Decision", choices=Outcome.choices, widget=forms.RadioSelect)
    reason = words_field("Why", most=1000, rows=3)


class ContactFileForm(AskForm):
    """A CSV file of old contacts."""

    file = forms.FileField(
        label="CSV file",
        help_text="With a first line of column names: name, organisation, email, phone, handle, "
        "role, city, matter. Only name or organisation has to be filled.",
        error_messages={
            "required": "Choose a file.",
            "empty": "This file is empty. Choose another one.",
        },
    )
