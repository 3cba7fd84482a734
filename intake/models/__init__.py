"""Drafts, enquiries, stories, and how an enquiry ends."""

from intake.models.asking import EnquiryAnswer
from intake.models.draft import Draft
from intake.models.ending import Declining, ReachOut, ReachOutWhy, Withdrawal
from intake.models.enquiry import (
    DAY_CAME,
    Enquiry,
    EnquiryChoice,
    EnquiryLink,
    EnquiryMove,
    EnquiryName,
    EnquiryState,
    EnquiryTime,
    LawyerAnswer,
    LawyerKnown,
    NoticeTick,
    Query,
    Side,
)
from intake.models.mistake import SentByMistake
from intake.models.release import ReleasedLetter
from intake.models.story import STORY_LENGTH, Story
from intake.models.throttle import ThrottleCount

__all__ = [
    "DAY_CAME",
    "STORY_LENGTH",
    "Declining",
    "Draft",
    "Enquiry",
    "EnquiryAnswer",
    "EnquiryChoice",
    "EnquiryLink",
    "EnquiryMove",
    "EnquiryName",
    "EnquiryState",
    "EnquiryTime",
    "LawyerAnswer",
    "LawyerKnown",
    "NoticeTick",
    "Query",
    "ReachOut",
    "ReachOutWhy",
    "ReleasedLetter",
    "SentByMistake",
    "Side",
    "Story",
    "ThrottleCount",
    "Withdrawal",
]
