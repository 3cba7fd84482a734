"""Certifying the merits: by an attorney, kept as written, the newest counting."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from cases.models import MeritsCertificate
from cases.steps import merits
from cases.steps.merits import MeritsRefused
from tests import make_accounts, make_cases
from tests.opened_forms import typed_on
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
WORDS = {
    "claims": "Libel: a false statement of fact, published, of and concerning her.",
    "weaknesses": "He will say it was opinion.",
    "forum": "Superior Court, where she lives and was harmed",
}


def test_an_attorney_certifies_on_the_page_and_a_paralegal_only_reads() -> None:
    paralegal = make_accounts.paralegal()
    case = make_cases.case(team=[make_accounts.attorney(name="Priya Nair"), paralegal])
    certify = reverse("cases:plan_merits_certify", args=[case.ref])
    assert signed_in(paralegal).post(certify, WORDS).status_code == 403
    assert signed_in(case.lead).post(certify, WORDS | {"forum": " "}).status_code == 422
    attorney = signed_in(case.lead)
    attorney.post(certify, typed_on(attorney, certify, **WORDS))
    attorney.post(certify, typed_on(attorney, certify, weaknesses="Truth is open."))
    shown = signed_in(paralegal).get(reverse("cases:plan_merits", args=[case.ref]))
    text = shown.content.decode()
    assert text.index("Truth is open.") < text.index("He will say it was opinion.")
    assert "Priya Nair" in text
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        MeritsCertificate.objects.update(forum="Elsewhere")


def test_nobody_else_certifies_however_they_get_there() -> None:
    case = make_cases.case()
    with pytest.raises(MeritsRefused, match="Only an attorney"):
        merits.certify(case, by=make_accounts.paralegal(), **WORDS)
    assert not case.merits_certificates.exists()
