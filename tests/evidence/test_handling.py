"""A lock holds, and a packet asked for earlier does not print what was locked since."""

import pytest

from accounts.errors import Refusal
from cases.jobs import JobState
from documents.models import PacketVersion
from documents.packets import composing, tasks
from evidence import custody, handling
from evidence.models import Item, Sensitivity
from tests import make_accounts, make_cases, make_documents, make_evidence

pytestmark = pytest.mark.django_db


def test_an_attorney_cannot_unlock_what_may_show_a_minor() -> None:
    item = make_evidence.item(make_cases.case())
    handling.set_sensitivity(item, Sensitivity.MINOR, by=item.case.lead)

    with pytest.raises(Refusal, match="stays locked"):
        handling.set_sensitivity(item, Sensitivity.NORMAL, by=item.case.lead)

    handling.set_sensitivity(item, Sensitivity.NORMAL, by=make_accounts.supervisor())
    assert Item.objects.get(pk=item.pk).sensitivity == Sensitivity.NORMAL


def test_an_intimate_item_is_released_before_it_is_handled_as_ordinary() -> None:
    item = make_evidence.item(make_cases.case())
    handling.set_sensitivity(item, Sensitivity.INTIMATE, by=item.case.lead)

    with pytest.raises(Refusal, match="Release this item first"):
        handling.set_sensitivity(item, Sensitivity.NORMAL, by=item.case.lead)

    handling.release(item, by=item.case.lead)
    handling.set_sensitivity(item, Sensitivity.NORMAL, by=item.case.lead)
    assert not Item.objects.get(pk=item.pk).is_held_back


@pytest.mark.parametrize("since", [Sensitivity.MINOR, Sensitivity.INTIMATE, Sensitivity.PRIVILEGED])
def test_a_packet_asked_for_earlier_does_not_print_what_was_locked_since(
    since: Sensitivity,
) -> None:
    item = make_evidence.item(make_cases.case())
    asked = composing.request_build(make_documents.packet(item.case, item), by=item.case.lead)
    handling.set_sensitivity(item, since, by=item.case.lead)

    tasks.build_packet(asked.pk)

    version = PacketVersion.objects.get(pk=asked.pk)
    assert version.state == JobState.FAILED
    assert version.blob is None
    assert item.ref in version.error


def test_the_chain_verifies_while_it_grows() -> None:
    item = make_evidence.item(make_cases.case())
    reading = custody.verify_chain(item.case.vault)
    handling.hide(item, by=item.case.lead)

    assert list(reading) == []
