"""The page for whoever saves second: what stands there now beside what was typed."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.forms import BaseForm, BooleanField, BoundField, ChoiceField
from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from accounts.http import StaffRequest
from cases.forms.asking import ChangeForm
from cases.models import Case
from cases.stale import StaleEdit
from cases.views.asking import ask, sent

Form = TypeVar("Form", bound=ChangeForm)
Row = TypeVar("Row", bound=Model)
Pair = dict[str, str]


def ask_to_change(
    request: StaffRequest,
    case: Case,
    row: Row,
    form_of: Callable[[QueryDict | None], Form],
    act: Callable[[Form], object],
    *,
    rows: QuerySet[Row],
    back: str,
    **page: Any,
) -> HttpResponse:
    """One page with one form about a row; whoever saves second sees both texts.

    Args:
        request: The request.
        case: The case.
        row: What is changed; locked after its case and read afresh before it is compared.
        form_of: The form of the row as it is now, with what was sent, if anything.
        act: Does what the form asks.
        rows: The rows among which it is locked.
        back: Where success and “Keep theirs” lead.
        page: What else :func:`cases.views.asking.ask` takes.
    """
    form = form_of(sent(request))

    def act_on_what_was_shown() -> None:
        row.refresh_from_db(from_queryset=rows.select_for_update(of=("self",), no_key=True))
        now = form_of(None).mark
        if form.cleaned_data["version"] != now:
            raise StaleEdit(row, now)
        act(form)

    try:
        return ask(request, form, act_on_what_was_shown, case=case, back=back, **page)
    except StaleEdit as stale:
        return both_texts(request, case, form, form_of(None), stale.version, back=back)


def both_texts(
    request: StaffRequest,
    case: Case,
    mine: BaseForm,
    now: BaseForm,
    version: int | str,
    *,
    back: str,
    more: Mapping[str, Any] | None = None,
    left_out: Collection[str] = (),
    beside: Iterable[Pair] = (),
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
        beside: What differs in the forms beside this one.
    """
    typed = request.POST.copy()
    typed["version"] = str(version)
    typed["once"] = ""
    pairs = [*_differences(mine, now, {"once", "version", *left_out}), *beside]
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


def _differences(mine: BaseForm, now: BaseForm, left_out: Collection[str]) -> list[Pair]:
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
    if isinstance(field.field, ChoiceField):
        choices: Any = field.field.choices
        labels = {str(code): str(label) for code, label in choices}
        if isinstance(value, list):
            return ", ".join(labels[code] for code in labels if code in map(str, value))
        return labels.get(str(value or ""), str(value or ""))
    return str(value or "")
