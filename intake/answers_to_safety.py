"""What an enquiry answers of the firm's safety questions; the rest is still to be asked.

Only what the person said herself counts. A kind of harm she did not tick is not a “no”.
"""

from collections.abc import Iterator, Mapping

from django.utils import timezone

from cases.models import AskedBy, SafetyQuestion, SafetyReply
from cases.safety.screening import Screened, Told
from intake.models import Enquiry
from intake.questions import QUESTIONS

Q, R = SafetyQuestion, SafetyReply
NOT_SAFE: Mapping[str, SafetyReply] = {"no": R.YES, "yes": R.NO, "unsure": R.UNSURE}
TICKED: Mapping[str, SafetyQuestion] = {
    "threats": Q.THREATENED,
    "followed": Q.FOLLOWED,
    "images": Q.IMAGES,
}
NOBODY_SEES = "none"


def of(row: Enquiry) -> Screened:
    """The answers as the client gave them, on the day she sent them."""
    return Screened(
        way=AskedBy.QUESTIONNAIRE,
        asked_on=timezone.localdate(row.sent_at),
        asked_by=None,
        told=dict(_told(row)),
    )


def _told(row: Enquiry) -> Iterator[tuple[SafetyQuestion, Told]]:
    if row.safe_now:
        yield Q.DANGER_NOW, Told(NOT_SAFE[row.safe_now], _words(row, "safe_now"))
    for value in row.chosen("what"):
        if value in TICKED:
            yield TICKED[value], Told(R.YES, QUESTIONS["what"].label_of(value))
    if row.adult == "no":
        yield Q.MINOR, Told(R.YES, _words(row, "adult"))
    elif row.adult:  # her own age says nothing of the others
        yield Q.MINOR, Told(R.NOT_ASKED, _words(row, "adult"))
    if row.order_or_report:
        reply = R.NO if row.order_or_report == "no" else R.UNSURE
        yield Q.ORDER, Told(reply, f"{_words(row, 'order_or_report')} {row.order_details}".strip())
    if exposed := row.chosen("exposed"):
        yield Q.DEVICE, _seen(exposed)


def _seen(exposed: list[str]) -> Told:
    labels = ", ".join(QUESTIONS["exposed"].label_of(value) for value in exposed)
    if NOBODY_SEES in exposed:
        return Told(R.NO, labels)
    return Told(R.UNSURE if exposed == ["unsure"] else R.YES, f"Someone may see: {labels}")


def _words(row: Enquiry, name: str) -> str:
    """Such as “18 or over: Yes.”."""
    question = QUESTIONS[name]
    return f"{question.short}: {question.label_of(getattr(row, name))}."
