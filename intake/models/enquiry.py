"""An enquiry: what somebody sent us before they were a client."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse

from accounts.constraints import known_values, or_empty
from accounts.models import SafeContact, User
from accounts.sealed import SealedText
from cases.models import Case, ConflictCheck, HitMark, Outcome, Stated
from cases.models.moments import in_order, moment_values
from evidence.models import Vault
from intake.notices import NOTICES
from intake.questions import QUESTIONS, Kind, Question
from intake.triage import Facts


def _choices(name: str) -> list[tuple[str, str]]:
    return [(option.value, option.label) for option in QUESTIONS[name].options]


def _one_of(name: str) -> "models.CharField[str, str]":
    return models.CharField(max_length=16, choices=_choices(name), blank=True)


def _values(name: str) -> list[str]:
    return [value for value, _ in _choices(name)]


def _names(*kinds: Kind) -> list[str]:
    return [question.name for question in QUESTIONS.values() if question.kind in kinds]


def _words(name: str) -> "models.CharField[str, str]":
    return models.CharField(max_length=QUESTIONS[name].longest, blank=True)


class EnquiryState(models.TextChoices):
    NEW = "new", "New"
    ASKED = "asked", "Waiting for an answer"
    LATER = "later", "Later"
    DECLINED = "declined", "Declined"
    OPENED = "opened", "Case opened"
    WITHDRAWN = "withdrawn", "Withdrawn"


# How she is reached stands in her safe contact.
ANSWERED_IN_A_COLUMN = sorted({*_names(Kind.ONE)} - {"reach", "leave_message"})
FREE = (Outcome.CLEAR, Outcome.SCREENED)
DAY_CAME = "The day it was put off to has come"
OPEN_STATES = (EnquiryState.NEW, EnquiryState.ASKED, EnquiryState.LATER)


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def visible_to(self, user: User) -> Self:
        """Enquiries the person may know of: once a case is open, those of cases they see."""
        return self.filter(models.Q(case=None) | models.Q(case__in=Case.objects.visible_to(user)))

    def still_open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)

    def to_reach(self) -> Self:
        """Those in which somebody of us is to say that something waits."""
        waiting = self.filter(reach_outs__isnull=False, reach_outs__done_at=None)
        over = models.Q(state__in=(EnquiryState.OPENED, EnquiryState.WITHDRAWN))
        erased = models.Q(declining__erased_at__isnull=False)
        return waiting.exclude(over | erased).distinct()

    def summary_readable(self) -> Self:
        """Those whose two sentences may be read: nothing in the check speaks against it."""
        standing = ConflictCheck.objects.filter(hits__mark__in=[HitMark.OPEN, HitMark.SAME])
        unlike = models.Q(check_run__isnull=False) & ~models.Q(check_run__in=standing)
        return self.filter(unlike | models.Q(check_run__decision__outcome__in=FREE))

    def for_inbox(self) -> Self:
        """Without the two sentences, with all that a row of the inbox says."""
        return (
            self.defer("summary_sealed")
            .select_related("check_run__decision", "assigned_to", "case")
            .prefetch_related("choices", "times", "names", "files_answers")
        )


class Enquiry(models.Model):
    """The answers to the questionnaire, in columns; lists of answers are rows of their own.

    Read-only once a case is opened from it. Holds no story and no file: see ``Story``. It has no
    row history beside ``EnquiryMove``: what is erased must not live on in a copy.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ref = models.CharField(max_length=16, unique=True, editable=False)
    sent_at = models.DateTimeField(auto_now_add=True)
    reply_by = models.DateField(help_text="The day we promised an answer by")
    urgency_rank = models.PositiveSmallIntegerField(
        default=2, editable=False, help_text="As triage last read it, 0 before all; orders lists"
    )
    state = models.CharField(
        max_length=10, choices=EnquiryState, default=EnquiryState.NEW, editable=False
    )

    about = _one_of("about")
    safe_now = _one_of("safe_now")
    adult = _one_of("adult")
    guardian_safe = _one_of("guardian_safe")
    guardian_name = _words("guardian_name")
    ongoing = _one_of("ongoing")
    sites = _words("sites")
    in_news = _one_of("in_news")
    outlet = _words("outlet")
    date_named = _one_of("date_named")
    date_named_what = _words("date_named_what")
    identity_theft = _one_of("identity_theft")
    known = _one_of("known")
    others_unknown = models.BooleanField(default=False)
    contact = _one_of("contact")
    order_or_report = _one_of("order_or_report")
    order_details = _words("order_details")
    court_papers = _one_of("court_papers")
    court_name = _words("court_name")
    my_lawyer = _one_of("my_lawyer")
    their_lawyer = _one_of("their_lawyer")
    summary_sealed = models.BinaryField(default=bytes, editable=False)
    summary = SealedText()
    tried_details = _words("tried_details")
    helped_age = _words("helped_age")
    called = _words("called")
    pronouns = _words("pronouns")
    lives_in = _one_of("lives_in")
    happened_in = _one_of("happened_in")
    language = _words("language")
    needs_words = _words("needs_words")

    safe_contact = models.OneToOneField(
        SafeContact, on_delete=models.PROTECT, related_name="enquiry"
    )
    check_run = models.ForeignKey(
        ConflictCheck, on_delete=models.PROTECT, null=True, related_name="enquiries"
    )
    vault = models.OneToOneField(
        Vault, on_delete=models.PROTECT, null=True, related_name="enquiry", editable=False
    )
    case = models.OneToOneField(Case, on_delete=models.PROTECT, null=True, related_name="enquiry")
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="enquiries"
    )
    later_until = models.DateField(null=True)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        verbose_name_plural = "enquiries"
        constraints: ClassVar = [
            known_values(
                state=EnquiryState.values,
                **{name: or_empty(_values(name)) for name in ANSWERED_IN_A_COLUMN},
            ),
            models.CheckConstraint(
                name="an_opened_enquiry_has_its_case",
                condition=models.Q(state=EnquiryState.OPENED, case__isnull=False)
                | (~models.Q(state=EnquiryState.OPENED) & models.Q(case=None)),
            ),
            models.CheckConstraint(
                name="later_has_a_day",
                condition=models.Q(state=EnquiryState.LATER, later_until__isnull=False)
                | ~models.Q(state=EnquiryState.LATER),
            ),
        ]
        indexes: ClassVar = [models.Index(name="enquiries_by_state", fields=["state", "id"])]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        return reverse("intake:enquiry", kwargs={"enquiry_ref": self.ref})

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_clear(self) -> bool:
        """Whether an attorney has decided that we are free to act."""
        check = self.check_run
        decision = getattr(check, "decision", None) if check else None
        return decision is not None and decision.is_clear

    def chosen(self, question: str) -> list[str]:
        """The values chosen for a question with many answers, in their order."""
        return [row.value for row in self.choices.all() if row.question == question]

    def facts(self) -> Facts:
        """What triage reads of this enquiry."""
        times = {row.question: row.stated for row in self.times.all()}
        named, court = times.get("date_named_when"), times.get("court_date")
        began, seen = times.get("began"), times.get("first_seen")
        starts = [time.first_day for time in (began, seen) if time and time.first_day]
        return Facts(
            safe_now=self.safe_now,
            adult=self.adult,
            guardian_safe=self.guardian_safe,
            in_news=self.in_news,
            court_papers=self.court_papers,
            what=frozenset(self.chosen("what")),
            names_a_date=self.date_named == "yes",
            date_named=named.first_day if named else None,
            court_date=court.first_day if court else None,
            earliest_posting=min(starts) if starts else None,
            may_show_a_minor=any(given.stops for given in self.files_answers.all()),
        )


def _questions(*kinds: Kind) -> list[tuple[str, str]]:
    return [(q.name, q.short) for q in QUESTIONS.values() if q.kind in kinds]


class EnquiryChoice(models.Model):
    """One ticked answer of a question that takes several."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="choices")
    question = models.CharField(max_length=24, choices=_questions(Kind.MANY, Kind.RANKED))
    value = models.CharField(max_length=24)
    rank = models.PositiveSmallIntegerField(help_text="From 1, in the order given")

    class Meta:
        ordering: ClassVar = ["question", "rank"]
        constraints: ClassVar = [
            known_values(question=_names(Kind.MANY, Kind.RANKED)),
            models.UniqueConstraint(
                name="an_answer_is_ticked_once", fields=["enquiry", "question", "value"]
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def asked(self) -> Question:
        return QUESTIONS[self.question]

    @property
    def label(self) -> str:
        return self.asked.label_of(self.value)


class EnquiryTime(Stated):
    """One date the person gave, as exactly as they knew it."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="times")
    question = models.CharField(max_length=24, choices=_questions(Kind.DATE))

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            known_values(question=_names(Kind.DATE), **moment_values("stated")),
            models.UniqueConstraint(name="one_time_per_question", fields=["enquiry", "question"]),
            in_order("stated"),
        ]

    def __str__(self) -> str:
        return self.get_question_display()


class EnquiryLink(models.Model):
    """A public address the person named."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="links")
    address = models.CharField(max_length=2000)
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["rank"]

    def __str__(self) -> str:
        return self.address


class Side(models.TextChoices):
    """Where a named person stands, seen from the one who asks."""

    SELF = "self", "The person asking"
    BUSINESS = "business", "Their business or employer"
    HELPED = "helped", "The person they help"
    GUARDIAN = "guardian", "Parent or guardian"
    OTHER = "other", "Named by them"
    MY_LAWYER = "my_lawyer", "Their lawyer"
    THEIR_LAWYER = "their_lawyer", "Lawyer of the other side"


class EnquiryName(models.Model):
    """A name heard in an enquiry; every one is searched, and stays in the register."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="names")
    side = models.CharField(max_length=12, choices=Side)
    kind = models.CharField(
        max_length=12, choices=[(o.value, o.label) for o in QUESTIONS["others"].options]
    )
    text = models.CharField(max_length=200)
    relation = models.CharField(max_length=120, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [known_values(side=Side.values, kind=_values("others"))]

    def __str__(self) -> str:
        return self.text


class NoticeTick(models.Model):
    """A notice the person agreed to: which, in which wording, when."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="notice_ticks")
    notice = models.CharField(max_length=24)
    version = models.PositiveSmallIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="a_notice_is_ticked_once", fields=["enquiry", "notice"])
        ]

    def __str__(self) -> str:
        return f"{self.notice}, version {self.version}"

    @property
    def words(self) -> str:
        """The wording that was ticked, or its code once that wording is no longer in use."""
        notice = NOTICES.get(self.notice)
        return notice.words if notice and notice.version == self.version else str(self)


class LawyerKnown(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    ASKED = "asked", "Asked: they do not know of any"


class LawyerAnswer(models.Model):
    """What the person said when somebody of us asked whether a side has a lawyer."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="lawyer_answers")
    side = models.CharField(
        max_length=12,
        choices=[(side.value, side.label) for side in (Side.MY_LAWYER, Side.THEIR_LAWYER)],
    )
    known = models.CharField(max_length=5, choices=LawyerKnown)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            known_values(side=[Side.MY_LAWYER, Side.THEIR_LAWYER], known=LawyerKnown.values)
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.get_known_display()}"


class EnquiryMove(models.Model):
    """One change of an enquiry's state: who, when, why. Never changed afterwards."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="moves")
    left = models.CharField(max_length=10, choices=EnquiryState)
    entered = models.CharField(max_length=10, choices=EnquiryState)
    reason = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            known_values(left=EnquiryState.values, entered=EnquiryState.values)
        ]

    def __str__(self) -> str:
        return f"{self.left} to {self.entered}"

    @property
    def who(self) -> str:
        """Who moved it: one of us, the day, or the person who asks."""
        if self.by is not None:
            return self.by.name
        return "by itself" if self.reason == DAY_CAME else "the client"


class Query(models.Model):
    """A question of ours to the person, answered where they come back with their phrase."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="queries")
    words = models.CharField(max_length=500)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    answer_sealed = models.BinaryField(default=bytes, editable=False)
    answer = SealedText()
    answered_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name_plural = "queries"

    def __str__(self) -> str:
        return self.words[:80]
