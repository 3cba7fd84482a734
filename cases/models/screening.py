"""The safety questions, and what the client answered each time somebody asked them."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from accounts.constraints import known_values
from cases.models.case import Case


class SafetyQuestion(models.TextChoices):
    """As they are read out to the client; “yes” always means danger."""

    DANGER_NOW = "danger_now", "Are you in danger right now?"
    THREATENED = "threatened", "Has anyone threatened to hurt you, your family or themselves?"
    FOLLOWED = "followed", "Does anyone follow you, watch you or wait for you?"
    KNOWS_WHERE = "knows_where", "Do they know where you live, work or study?"
    WEAPON = "weapon", "Do they have a weapon, or have they shown one?"
    VIOLENT_BEFORE = "violent_before", "Have they been violent before, to you or to others?"
    ORDER = "order", "Is there a court order about contact, or was one broken?"
    IMAGES = "images", "Are there intimate pictures of you, shown around or threatened with?"
    EXTORTION = "extortion", "Do they ask for money or pictures so that they stop?"
    MINOR = "minor", "Is anyone it happens to, or anyone in the pictures, under 18?"
    DEVICE = "device", "Can they see your phone, computer, email or messages?"


class SafetyReply(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    UNSURE = "unsure", "Not sure"
    NOT_ASKED = "not_asked", "Not asked"


class AskedBy(models.TextChoices):
    """How the questions were put."""

    QUESTIONNAIRE = "questionnaire", "In the questionnaire"
    PHONE = "phone", "By phone"
    IN_PERSON = "in_person", "In person"


class SafetyScreening(models.Model):
    """The safety questions asked once. Never changed: asking again makes a new one."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="screenings")
    way = models.CharField(max_length=13, choices=AskedBy)
    asked_on = models.DateField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Nobody where the client filled in the questionnaire",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [known_values(way=AskedBy.values)]

    def __str__(self) -> str:
        return f"{self.case_id}, {self.asked_on}, {self.get_way_display()}"


class SafetyAnswer(models.Model):
    """What the client answered to one question."""

    screening = models.ForeignKey(SafetyScreening, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=16, choices=SafetyQuestion)
    reply = models.CharField(max_length=9, choices=SafetyReply)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            known_values(question=SafetyQuestion.values, reply=SafetyReply.values),
            models.UniqueConstraint(
                name="each_question_once_per_screening", fields=["screening", "question"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_question_display()} {self.get_reply_display()}"
