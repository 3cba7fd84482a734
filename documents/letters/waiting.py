"""The letter of a case that waits for an attorney, as the case's next action."""

from datetime import date

from cases.models import Case, Step
from cases.steps.next_action import Action
from documents.models import Letter


def letter_to_approve(case: Case, _today: date) -> Action | None:
    """The oldest letter whose newest version nobody has approved."""
    letter = Letter.objects.filter(case=case).undecided().order_by("pk").first()
    if letter is None:
        return None
    newest = letter.versions.order_by("-number").values_list("number", flat=True)[0]
    return Action(
        code=f"letter:{letter.pk}:{newest}",
        title=f"Decide on the {letter}",
        why="Its newest version is neither approved nor sent back.",
        page="documents:letters",
        label="Open letters",
        step=Step.AMICABLE,
    )
