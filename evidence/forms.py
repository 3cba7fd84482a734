"""Forms of the evidence pages."""

from datetime import datetime, time
from typing import Any, ClassVar

from django import forms
from django.forms.models import construct_instance

from accounts.clock import known_zones
from accounts.models import User
from cases.client import papers
from cases.forms.asking import AskForm, ChangeForm, day_field
from cases.forms.papers import VersionChoice
from cases.models import Case, Incident, OnlineAccount, Paper, PaperKind, StatementKind
from cases.moments import Moment, Precision, Source
from evidence import asking, handling, links, signed_papers
from evidence.models import Item, ItemState, Obtained, Sensitivity, Young
from evidence.receiving import Stated, problem_of
from evidence.uploading import SealedUpload

USUAL_ZONES = (
    "America/Los_Angeles",
    "America/Denver",
    "America/Chicago",
    "America/New_York",
    "UTC",
    "Europe/London",
)


SHOWN = {
    "review": "Needs review",
    "unlinked": "Without an incident",
    "unsound": "Not to be used",
}


class FilesInput(forms.ClearableFileInput):
    """A file control that takes several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """One or more uploads, each with the sentence that says why it cannot be taken, if any."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("widget", FilesInput(attrs={"multiple": True}))
        super().__init__(*args, allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list | tuple) else [data]
        uploads = [super(FilesField, self).clean(each, initial) for each in given if each]
        if not uploads:
            super().clean(None, initial)
        problems = [problem_of(upload) for upload in uploads]
        if uploads and all(problems):
            raise forms.ValidationError([str(problem) for problem in problems])
        return uploads


class PictureField(forms.FileField):
    """At most one upload; one that cannot be taken is an error beside the field."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if isinstance(upload, SealedUpload) and (problem := problem_of(upload)):
            raise forms.ValidationError(str(problem))
        return upload


def zones(first: str) -> list[tuple[str, str]]:
    """Choices of a time zone: not known, the client's, the usual ones, then all."""
    named = dict.fromkeys([first, *USUAL_ZONES, *sorted(known_zones())])
    return [("", "Not known"), *((zone, zone.replace("_", " ")) for zone in named if zone)]


def stated_moment(cleaned: dict[str, Any], prefix: str, source: Source) -> Moment:
    """The moment that the fields ``<prefix>_on``, ``_at``, ``_zone`` … of a form say."""
    words = cleaned.get(f"{prefix}_words", "")
    day = cleaned.get(f"{prefix}_on")
    if day is None:
        return Moment(words=words)
    at = cleaned.get(f"{prefix}_at")
    precision = Precision.DAY if at is None else Precision.MINUTE
    return Moment(
        words=words,
        wall_from=datetime.combine(day, at or time()),
        zone=cleaned.get(f"{prefix}_zone", ""),
        precision=Precision.ABOUT if cleaned.get(f"{prefix}_unsure") else precision,
        source=source,
    )


def date_field(label: str, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "class": "in-date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, **options)


def time_field(label: str, **options: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time", "class": "in-date"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget, **options)


class YoungForm(AskForm):
    """Asked before any file: whether a picture may show someone under 18."""

    young = forms.TypedChoiceField(
        label=asking.QUESTION,
        choices=Young.choices,
        coerce=Young,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes, no, or “I am not sure”"},
    )


class AddForm(AskForm):
    """Files for a case, and what is true of all of them."""

    uploads = FilesField(
        label="Files",
        help_text="Up to 25 at a time. Screenshots, photos, videos, recordings, e-mails, PDFs: as "
        "they are, not cropped or edited.",
        error_messages={"required": "Choose one file or more."},
    )
    incident = forms.ModelChoiceField(
        Incident.objects.none(), required=False, empty_label="None yet", label="Incident they show"
    )
    account = forms.ModelChoiceField(
        OnlineAccount.objects.none(), required=False, empty_label="Not known", label="Account"
    )
    obtained = forms.ChoiceField(
        choices=Obtained.choices, initial=Obtained.UNKNOWN, label="How they were obtained"
    )
    captured_on = date_field("Captured on")
    captured_at = time_field("at")
    captured_zone = forms.ChoiceField(label="Time zone", required=False)
    captured_by = forms.CharField(
        label="Captured by", required=False, max_length=120, help_text="Name and device"
    )
    sensitivity = forms.TypedChoiceField(
        choices=[way for way in Sensitivity.choices if way[0] != Sensitivity.MINOR],
        coerce=Sensitivity,
        initial=Sensitivity.NORMAL,
        label="How to handle them",
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Stays on the receipt and is never changed",
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from(case)

    def choose_from(self, case: Case) -> None:
        _offer(self, case)
        incident = self.fields["incident"]
        if isinstance(incident, forms.ModelChoiceField):
            incident.queryset = case.incidents.in_reading_order()

    def clean(self) -> dict[str, Any] | None:
        if self.cleaned_data.get("captured_at") and not self.cleaned_data.get("captured_on"):
            self.add_error("captured_on", "A time needs its date.")
        return self.cleaned_data

    def stated(self) -> Stated:
        """What was said of the files."""
        return Stated(
            captured=stated_moment(self.cleaned_data, "captured", Source.STAFF),
            captured_by=self.cleaned_data["captured_by"],
            obtained=Obtained(self.cleaned_data["obtained"]),
            note=self.cleaned_data["note"],
        )


class AddPostForm(AskForm):
    """One post: link, picture, words and time, which become account, incident, item, statement."""

    address = forms.CharField(
        label="Link to the post",
        max_length=2000,
        error_messages={"required": "Enter the link to the post."},
    )
    platform = forms.CharField(
        label="Platform", required=False, max_length=80, help_text="Read from the link if empty"
    )
    handle = forms.CharField(
        label="Account name",
        required=False,
        max_length=120,
        help_text="Read from the link if empty",
    )
    words = forms.CharField(
        label="The words complained of",
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Copied exactly, with every mistake",
    )
    kind = forms.ChoiceField(choices=StatementKind.choices, label="What they are")
    picture = PictureField(
        label="Screenshot",
        required=False,
        help_text="Not needed for intimate images, threats and private details: take it down first",
    )
    posted_on = date_field("Posted on")
    posted_at = time_field("at")
    posted_zone = forms.ChoiceField(label="Time zone of that time", required=False)
    posted_words = forms.CharField(
        label="Time as the page shows it", required=False, max_length=200, help_text="Such as “2h”"
    )
    posted_unsure = forms.BooleanField(label="The date is not certain", required=False)
    captured_on = date_field("Captured on")
    captured_at = time_field("at")
    captured_zone = forms.ChoiceField(label="Time zone of the capture", required=False)
    captured_by = forms.CharField(label="Captured by", required=False, max_length=120)

    def __init__(self, *args: Any, case: Case, with_picture: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, case)
        if not with_picture:
            del self.fields["picture"]

    def clean_address(self) -> links.PostLink:
        try:
            return links.read(self.cleaned_data["address"])
        except links.NotALink as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any] | None:
        for prefix in ("posted", "captured"):
            if self.cleaned_data.get(f"{prefix}_at") and not self.cleaned_data.get(f"{prefix}_on"):
                self.add_error(f"{prefix}_on", "A time needs its date.")
        link = self.cleaned_data.get("address")
        if isinstance(link, links.PostLink) and not (
            link.handle or self.cleaned_data.get("handle")
        ):
            self.add_error("handle", "The link does not say whose account it is: type its name.")
        return self.cleaned_data

    def posted(self) -> Moment:
        return stated_moment(self.cleaned_data, "posted", Source.PAGE)

    def captured(self) -> Moment:
        return stated_moment(self.cleaned_data, "captured", Source.STAFF)


class FactsForm(ChangeForm, forms.ModelForm):  # type: ignore[type-arg]  # in the stubs only
    """What is known of an item now; its receipts keep what was said on arrival."""

    address = forms.URLField(label="Link", required=False, max_length=2000, assume_scheme="https")
    captured_on = date_field("Captured on")
    captured_at = time_field("at")
    captured_zone = forms.ChoiceField(label="Time zone", required=False)

    class Meta:
        model = Item
        fields: ClassVar = ["title", "description", "account", "address", "captured_by", "state"]
        widgets: ClassVar = {"description": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, instance=item, initial=_fields_of(item.captured), **kwargs)
        _offer(self, item.case)

    def clean_state(self) -> ItemState:
        return ItemState(self.cleaned_data["state"])

    def clean(self) -> dict[str, Any] | None:
        if self.cleaned_data.get("captured_at") and not self.cleaned_data.get("captured_on"):
            self.add_error("captured_on", "A time needs its date.")
        return self.cleaned_data

    def save(self, commit: bool = True) -> Item:
        """Write what was typed into the row as it was read last, whatever else changed in it."""
        construct_instance(self, self.instance, self.Meta.fields)
        if {"captured_on", "captured_at", "captured_zone"} & set(self.changed_data):
            self.instance.captured = stated_moment(self.cleaned_data, "captured", Source.STAFF)
        saved: Item = super().save(commit)
        return saved


def _fields_of(captured: Moment) -> dict[str, object]:
    """What the fields of the form show of the moment of a capture."""
    shown: dict[str, object] = {"captured_zone": captured.zone}
    if (wall := captured.wall_from) is not None:
        shown["captured_on"] = wall.date()
        if captured.precision in (Precision.EXACT, Precision.MINUTE):
            shown["captured_at"] = wall.time()
    return shown


class LinkForm(forms.Form):
    """The incident an item shows."""

    incident = forms.ModelChoiceField(
        Incident.objects.none(),
        label="Incident",
        empty_label="Choose an incident",
        error_messages={"required": "Choose the incident it shows."},
    )

    def __init__(self, *args: Any, case: Case, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        incident = self.fields["incident"]
        if isinstance(incident, forms.ModelChoiceField):
            incident.queryset = case.incidents.exclude(items=item).order_by("number")


class HandlingForm(forms.Form):
    """How an item is handled, among the ways that are open to this person."""

    sensitivity = forms.TypedChoiceField(
        coerce=Sensitivity,
        label="How to handle it",
        error_messages={"invalid_choice": "Only an attorney handles it less strictly."},
    )

    def __init__(self, *args: Any, item: Item, by: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"sensitivity": item.sensitivity}
        super().__init__(*args, **kwargs)
        self.ways = handling.ways_open(item, by)
        choices = [(way.value, way.label) for way in self.ways]
        self.fields["sensitivity"].choices = choices  # type: ignore[attr-defined]

    @property
    def has_a_choice(self) -> bool:
        return len(self.ways) > 1

    @property
    def is_free(self) -> bool:
        """Whether less strict ways are open too."""
        return len(self.ways) == len(Sensitivity)


class FilterForm(forms.Form):
    """Which items the timeline shows; every answer stands in the address."""

    q = forms.CharField(required=False, max_length=100, label="Find in this case")
    account = forms.ModelMultipleChoiceField(
        OnlineAccount.objects.none(),
        required=False,
        to_field_name="letter",
        label="Account",
        widget=forms.CheckboxSelectMultiple,
    )
    first = date_field("From")
    last = date_field("To")
    incident = forms.ModelChoiceField(
        Incident.objects.none(), required=False, empty_label="Any", label="Incident"
    )
    show = forms.ChoiceField(
        required=False,
        label="Show",
        choices=[("", "Everything"), *SHOWN.items()],
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        account = self.fields["account"]
        if isinstance(account, forms.ModelMultipleChoiceField):
            account.queryset = case.accounts.select_related("platform").order_by("pk")
        incident = self.fields["incident"]
        if isinstance(incident, forms.ModelChoiceField):
            incident.queryset = case.incidents.order_by("number")
            incident.to_field_name = "number"


def _offer(form: forms.BaseForm, case: Case) -> None:
    """Offer the case's own accounts and its client's zone."""
    account = form.fields.get("account")
    if isinstance(account, forms.ModelChoiceField):
        account.queryset = case.accounts.select_related("platform").order_by("pk")
    for name, field in form.fields.items():
        if name.endswith("_zone") and isinstance(field, forms.ChoiceField):
            field.choices = zones(case.zone)
            field.initial = case.zone


class SignedPaperForm(AskForm):
    """Which item shows a paper that came back signed."""

    item = forms.ModelChoiceField(
        label="The scan",
        queryset=Item.objects.none(),
        empty_label="Choose an item",
        error_messages={"required": "Choose the item that shows the signed paper."},
    )
    paper = VersionChoice(
        label="Which words she signed",
        queryset=Paper.objects.none(),
        required=False,
        empty_label="Other words, on this paper alone",
        help_text="Compare the scan with it. For a step only the newest approved version counts",
    )
    signed_on = day_field("Signed on")

    def __init__(self, *args: Any, case: Case, kind: PaperKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = papers.versions_approved(case, kind)
        self.fields["paper"].queryset = versions  # type: ignore[attr-defined]  # a choice field
        scans = signed_papers.scans_of(case).order_by("-number")
        self.fields["item"].queryset = scans  # type: ignore[attr-defined]  # a choice field
