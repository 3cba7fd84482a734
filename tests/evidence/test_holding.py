"""A matter that turns out to be about intimate images, extortion or a minor closes its files."""

import pytest
from django.db import connection
from django.db.utils import IntegrityError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.jobs import JobState
from cases.models import Case, Category, RoleOnCase, SafetyKind
from evidence import handling, tasks
from evidence.models import Inspection, Item, Sensitivity
from tests import make_accounts, make_cases, make_evidence
from tests.opened_forms import typed_on
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db

INCIDENT = {
    "summary": "He sent a picture and asked for money",
    "direction": "other_side",
    "online": "unsure",
    "posted-precision": "unknown",
    "posted-source": "none",
    "seen-precision": "unknown",
    "seen-source": "none",
}


@pytest.fixture
def attorney() -> User:
    return make_accounts.attorney(name="Adaeze Lindqvist")


@pytest.fixture
def case(attorney: User) -> Case:
    return make_cases.case(team=[attorney])


@pytest.fixture
def browser(attorney: User) -> Client:
    return signed_in(attorney)


def at(page: str, of: Case | Item) -> str:
    if isinstance(of, Item):
        return reverse(f"evidence:{page}", args=[of.case.ref, of.ref])
    return reverse(f"cases:{page}", args=[of.ref])


def raise_flag(browser: Client, case: Case, kind: SafetyKind) -> None:
    asked = {"kind": kind.value, "source": "", "reason": "She told us on the telephone"}
    assert browser.post(at("safety_raise", case), asked).status_code == 302


def is_shown(browser: Client, item: Item) -> bool:
    """Whether pictures and original are sent: all of them, or none."""
    answers = [browser.get(at(page, item)) for page in ("preview", "thumbnail")]
    answers.append(browser.post(at("original", item)))
    for answer in answers:
        if answer.streaming:
            answer.getvalue()
    statuses = [answer.status_code for answer in answers]
    assert statuses in ([200, 200, 200], [404, 404, 409])
    return statuses == [200, 200, 200]


@pytest.mark.parametrize("kind", [SafetyKind.NCII, SafetyKind.SEXTORTION, SafetyKind.MINOR])
def test_a_flag_closes_the_files_that_came_before_it(
    browser: Client, case: Case, kind: SafetyKind
) -> None:
    item = make_evidence.inspected(make_evidence.item(case))
    assert is_shown(browser, item)

    raise_flag(browser, case, kind)

    assert not is_shown(browser, item)
    assert "Held back since" in browser.get(at("plan", case)).content.decode()
    assert "Held back the files of the case" in browser.get(at("activity", case)).content.decode()


def test_another_flag_closes_nothing(browser: Client, case: Case) -> None:
    item = make_evidence.inspected(make_evidence.item(case))

    raise_flag(browser, case, SafetyKind.STALKING)

    assert is_shown(browser, item)


@pytest.mark.parametrize("category", [Category.NCII, Category.EXTORTION])
def test_an_incident_of_that_kind_closes_the_files(
    browser: Client, case: Case, category: Category
) -> None:
    item = make_evidence.inspected(make_evidence.item(case))
    browser.post(at("incident_add", case), INCIDENT | {"category": ""})
    incident = case.incidents.get()
    assert is_shown(browser, item)

    address = reverse("cases:incident_edit", args=[case.ref, incident.ref])
    changed = INCIDENT | {"category": category.value, "version": incident.version}
    assert browser.post(address, changed).status_code == 302

    assert not is_shown(browser, item)


def test_a_client_who_turns_out_to_be_under_18_closes_the_files(
    browser: Client, case: Case
) -> None:
    item = make_evidence.inspected(make_evidence.item(case))
    party = make_cases.party(case, RoleOnCase.CLIENT, label="Dana Whitlock")

    address = reverse("cases:party_edit", args=[case.ref, party.pk])
    known = {"kind": "person", "label": "Dana Whitlock", "roles": ["client"], "is_minor": "yes"}
    known["version"] = browser.get(address).context["form"].mark
    assert browser.post(address, known).status_code == 302

    assert not is_shown(browser, item)


def test_a_released_file_opens_and_only_news_of_a_minor_closes_it_again(
    browser: Client, case: Case
) -> None:
    item = make_evidence.inspected(make_evidence.item(case))
    raise_flag(browser, case, SafetyKind.NCII)
    browser.post(at("release", item))
    assert is_shown(browser, item)

    raise_flag(browser, case, SafetyKind.SEXTORTION)
    assert is_shown(browser, item)

    raise_flag(browser, case, SafetyKind.MINOR)
    assert not is_shown(browser, item)
    assert list(case.items.all().unsound()) == [item]


def test_a_file_released_before_the_matter_was_held_is_held_too(
    browser: Client, case: Case
) -> None:
    item = make_evidence.item(case, sensitivity=Sensitivity.INTIMATE)
    handling.release(item, by=case.lead)
    make_evidence.inspected(Item.objects.get(pk=item.pk))
    assert is_shown(browser, item)

    raise_flag(browser, case, SafetyKind.NCII)

    assert not is_shown(browser, item)


def test_a_look_that_waits_is_not_taken_until_the_release(browser: Client, case: Case) -> None:
    item = make_evidence.item(case)
    raise_flag(browser, case, SafetyKind.MINOR)
    look = Inspection.objects.get(file=item.original)

    tasks.inspect_file(look.pk)
    assert Inspection.objects.get(pk=look.pk).state == JobState.WAITING

    browser.post(at("release", item))
    tasks.inspect_file(look.pk)
    assert Inspection.objects.get(pk=look.pk).state == JobState.DONE
    assert is_shown(browser, item)


# --- Correcting the kind of matter ------------------------------------------------------------


def correct(browser: Client, case: Case, *kinds: Category, reason: str = "She told us more") -> int:
    asked = {"categories": [kind.value for kind in kinds], "reason": reason}
    page = at("plan_categories", case)
    return browser.post(page, typed_on(browser, page, **asked)).status_code


def kinds_of(case: Case) -> set[str]:
    return set(case.categories.values_list("code", flat=True))


def test_an_attorney_corrects_the_kind_with_a_reason_that_stays(
    browser: Client, case: Case
) -> None:
    case.categories.create(code=Category.DEFAMATION)
    item = make_evidence.inspected(make_evidence.item(case))

    assert correct(browser, case, Category.NCII) == 302

    assert kinds_of(case) == {Category.NCII}
    activity = browser.get(at("activity", case)).content.decode()
    assert "Added “Intimate images”" in activity
    assert "Removed “Defamation”" in activity
    assert "She told us more" in activity
    assert not is_shown(browser, item)
    with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_categorycorrection")


def test_taking_the_kind_away_again_opens_nothing(browser: Client, case: Case) -> None:
    item = make_evidence.inspected(make_evidence.item(case))
    correct(browser, case, Category.EXTORTION)

    correct(browser, case, Category.DEFAMATION)

    assert kinds_of(case) == {Category.DEFAMATION}
    assert not is_shown(browser, item)


def test_without_a_reason_or_a_difference_nothing_is_corrected(browser: Client, case: Case) -> None:
    case.categories.create(code=Category.DEFAMATION)

    assert correct(browser, case, Category.NCII, reason="") == 422
    assert correct(browser, case) == 422
    assert correct(browser, case, Category.DEFAMATION) == 409
    assert kinds_of(case) == {Category.DEFAMATION}


def test_a_paralegal_has_no_such_form(case: Case) -> None:
    paralegal = make_accounts.paralegal()
    case.team.create(user=paralegal)
    case.categories.create(code=Category.DEFAMATION)
    browser = signed_in(paralegal)

    assert browser.post(at("plan_categories", case)).status_code == 403
    assert at("plan_categories", case) not in browser.get(at("plan", case)).content.decode()
    assert kinds_of(case) == {Category.DEFAMATION}
