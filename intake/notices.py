"""What the firm tells people, and what it asks them to agree to, each with its version.

Whoever changes a wording raises its version; what somebody ticked stays provable.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Notice:
    """One wording.

    Attributes:
        asked: Whether it has a box to tick before sending.
        missing: The sentence shown when the box was not ticked.
    """

    code: str
    version: int
    words: str
    asked: bool = False
    missing: str = ""


PROMISE = (
    "We do not contact the other person, your family or the police without asking you first, "
    "unless a life is in danger."
)
CHOICE = "You choose how far this goes. You can stop."

NOTICES: Mapping[str, Notice] = {
    notice.code: notice
    for notice in (
        Notice(
            "not_lawyers_yet",
            1,
            "I understand this does not make you my lawyers yet. That starts when we both sign.",
            asked=True,
            missing="Tick that you understand this does not make us your lawyers yet",
        ),
        Notice(
            "use",
            1,
            "You may keep what I send and use it to decide whether you can help me.",
            asked=True,
            missing="Tick that we may use what you send to decide whether we can help",
        ),
        Notice("promise", 1, PROMISE),
        Notice("choice", 1, CHOICE),
        Notice(
            "time",
            1,
            "Time limits can be short and may already run. Sending this does not stop them. If a "
            "date is near, please call us.",
        ),
        Notice(
            "no_secrets",
            1,
            "Please do not send secrets or documents yet. We first check that we do not already "
            "act for someone on the other side.",
        ),
    )
}
ASKED = tuple(notice for notice in NOTICES.values() if notice.asked)
SHOWN = tuple(notice for notice in NOTICES.values() if not notice.asked)

DECLINE_VERSION = 1
DECLINE = (
    "Thank you for telling us about this. We are not able to act for you in this matter. "
    "This says nothing about whether you are right. Time limits can be short, so please speak to "
    "another lawyer now. You can fetch the files you sent us until {files_until}. By {erase_on} we "
    "delete all you told us. We keep the names."
)
