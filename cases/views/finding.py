"""An incident by its address, or the page for what cannot be found."""

from django.shortcuts import get_object_or_404

from cases.models import Case, Incident

MOST_DIGITS = 10


def incident_of(case: Case, incident_ref: str) -> Incident:
    """The incident of that number in the case, else ``Http404``."""
    number = incident_ref.removeprefix("I-")
    rows = case.incidents.select_related("account__platform", "made_by", "reviewed_by")
    found = int(number) if number.isdecimal() and len(number) < MOST_DIGITS else 0
    incident: Incident = get_object_or_404(rows, number=found)
    return incident
