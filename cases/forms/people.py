"""Forms about parties, their names and addresses, accounts and attributions."""

from typing import Any

from django import forms

from cases.forms.asking import (
    YES_NO_UNKNOWN,
    AskForm,
    ChangeForm,
    as_tri_state,
    line_field,
    tri_state,
    words_field,
)
from cases.models import (
    AttributionLevel,
    Case,
    ContactKind,
    NameKind,
    OnlineAccount,
    Party,
    PartyKind,
    Platform,
    RoleOnCase,
)


class PartyForm(ChangeForm):
    """Someone who matters in the case."""

    kind = forms.ChoiceField(label="Kind", choices=PartyKind.choices, initial=PartyKind.PERSON)
    label = line_field(
        "Name", most=200, help_text="For an unknown person a placeholder, such as Doe 1"
    )
    roles = forms.MultipleChoiceField(
        label="Role in this case",
        choices=RoleOnCase.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one role."},
    )
    relation = line_field("Relation to the client", most=120, required=False)
    city = line_field("Town or city", most=120, required=False)
    is_minor = forms.ChoiceField(label="Under 18", choices=YES_NO_UNKNOWN, required=False)
    represented = forms.ChoiceField(label="Has a lawyer", choices=YES_NO_UNKNOWN, required=False)
    counsel = forms.ModelChoiceField(
        label="Their lawyer",
        queryset=Party.objects.none(),
        required=False,
        empty_label="Nobody of this case",
        help_text="Add the lawyer as a person first",
    )
    reason = line_field(
        "Why the role changes",
        most=300,
        required=False,
        help_text="While a safety flag stands, an attorney says it",
    )

    def __init__(self, *args: Any, case: Case, party: Party | None = None, **kwargs: Any) -> None:
        if party is not None:
            kwargs["initial"] = {
                "kind": party.kind,
                "label": party.label,
                "roles": sorted(party.roles.values_list("code", flat=True)),
                "relation": party.relation,
                "city": party.city,
                "is_minor": as_tri_state(party.is_minor),
                "represented": as_tri_state(party.represented),
                "counsel": party.counsel_id,
            }
        super().__init__(*args, **kwargs)
        if party is None:
            del self.fields["reason"]
        lawyers = case.parties.filter(roles__code=RoleOnCase.COUNSEL)
        if party is None or not lawyers.exists():
            del self.fields["counsel"]
        else:
            self.fields["counsel"].queryset = lawyers  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """The answers as ``people.add_party`` and ``change_party`` take them."""
        data = self.cleaned_data
        facts = {
            "kind": PartyKind(data["kind"]),
            "label": data["label"],
            "roles": [RoleOnCase(code) for code in data["roles"]],
            "relation": data["relation"],
            "city": data["city"],
            "is_minor": tri_state(data["is_minor"]),
            "represented": tri_state(data["represented"]),
        }
        return facts | {name: data[name] for name in ("counsel", "reason") if name in data}


class NameForm(AskForm):
    """Another name someone bears or bore."""

    kind = forms.ChoiceField(label="Kind of name", choices=NameKind.choices, initial=NameKind.USED)
    text = line_field("Name", most=200)


class ContactForm(AskForm):
    """An address or number, kept encrypted."""

    kind = forms.ChoiceField(label="Kind", choices=ContactKind.choices)
    value = line_field("Address or number", most=500)
    protected = forms.BooleanField(label="Must never leave the firm", required=False)


class AccountForm(AskForm):
    """An account on some platform."""

    platform = line_field("Platform", most=80, help_text="Such as Chirrup or a site's name")
    handle = line_field("Account name", most=120, help_text="As shown, such as @name")
    display_name = line_field("Name shown beside it", most=200, required=False)
    profile_url = forms.URLField(
        label="Profile link",
        required=False,
        max_length=1000,
        assume_scheme="https",
        error_messages={"invalid": "Enter a link that starts with https://"},
    )
    platform_number = line_field("Numeric id", most=80, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.platforms = Platform.objects.all()


class AccountChangeForm(ChangeForm, AccountForm):
    """What is known of an account now; its platform stays."""

    def __init__(self, *args: Any, account: OnlineAccount, **kwargs: Any) -> None:
        names = ("handle", "display_name", "profile_url", "platform_number")
        initial = {name: getattr(account, name) for name in names}
        super().__init__(*args, initial=initial, **kwargs)
        del self.fields["platform"]

    def facts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.initial}


class AttributionForm(AskForm):
    """An attorney's view on who is behind an account."""

    party = forms.ModelChoiceField(
        label="Person",
        queryset=Party.objects.none(),
        empty_label="Choose a person",
        error_messages={"required": "Choose a person."},
    )
    level = forms.ChoiceField(
        label="How sure",
        choices=AttributionLevel.choices,
        help_text="“Rejected” records that this person is not behind it",
    )
    basis = words_field(
        "What this rests on",
        most=2000,
        help_text="Name the items, such as E-0047, and what speaks against it",
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = case.parties.exclude(roles__code=RoleOnCase.CLIENT)
        self.fields["party"].queryset = others  # type: ignore[attr-defined]
