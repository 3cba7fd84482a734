"""The page for whoever saves second: what stands there now beside what was typed."""

from collections.abc import Collection, Mapping
from typing import Any

from django.forms import BooleanField, BoundField, ChoiceField
from django.http import HttpResponse
from django.shortcuts import render

from accounts.http import StaffRequest
from cases.forms.asking import AskForm
from cases.models import Case


def both_texts(
    request: StaffRequest,
    case: Case,
    mine: AskForm,
    now: AskForm,
    version: int,
    *,
    back: str,
    more: Mapping[str, Any] | None = None,
    left_out: Collection[str] = (),
) -> HttpResponse:
    """Show both texts, and the person's own form to save over or to copy from.

    Args:
        request: The request that came too late.
        case: The case.
        mine: The form as typed; it carries ``version`` and ``once``.
        now: The same form, unbound, of the row as it is now.
        version: Of the row as it is now.
        back: Where “Keep theirs” leads.
        more: Further context of the form.
        left_out: Fields that cannot be compared.
    """
    typed = request.POST.copy()
    typed["version"] = str(version)
    typed["once"] = ""
    pairs = _differences(mine, now, {"once", "version", *left_out})
    mine.data = typed
    context = {
        "case": case,
        "pairs": pairs,
        "form": mine,
        "title": "Someone was faster",
        "back": back,
        **(more or {}),
    }
    return render(request, "cases/conflict_of_edits.html", context, status=409)


def _differences(mine: AskForm, now: AskForm, left_out: Collection[str]) -> list[dict[str, str]]:
    """What the person typed beside what stands there now, field by field, where they differ."""
    pairs = []
    for name in mine.fields:
        if name in left_out:
            continue
        typed, stands = _in_words(mine[name]), _in_words(now[name])
        if typed != stands:
            pairs.append({"label": str(mine[name].label), "mine": typed, "theirs": stands})
    return pairs


def _in_words(field: BoundField) -> str:
    value = field.value()
    if isinstance(field.field, BooleanField):
        return "Yes" if value else "No"
    if isinstance(field.field, ChoiceField) and not isinstance(value, list):
        choices: Any = field.field.choices
        labels = {str(code): str(label) for code, label in choices}
        return labels.get(str(value or ""), str(value or ""))
    return str(value or "")
