"""Addresses of cases: lists first, then everything below one case."""

from typing import Any

from django.urls import include, path, register_converter

from cases.models import PaperKind, Step
from cases.steps.conditions import Move
from cases.views import (
    activity,
    cases,
    closing,
    conflict_checks,
    contacts,
    correspondence,
    court_orders,
    identity,
    incidents,
    merits,
    overview,
    papers,
    people,
    plan,
    safety,
    screening,
    steps,
    team,
    time_limits,
)


class StepConverter:
    """One of the six steps by its code."""

    regex = "|".join(Step.values)

    def to_python(self, value: str) -> Step:
        return Step(value)

    def to_url(self, value: Any) -> str:
        return Step(value).value


class MoveConverter:
    """A move of a step by its code."""

    regex = "|".join(Move.values)

    def to_python(self, value: str) -> Move:
        return Move(value)

    def to_url(self, value: Any) -> str:
        return Move(value).value


class PaperConverter:
    """A kind of paper by its code."""

    regex = "|".join(PaperKind.values)

    def to_python(self, value: str) -> PaperKind:
        return PaperKind(value)

    def to_url(self, value: Any) -> str:
        return PaperKind(value).value


register_converter(StepConverter, "step")
register_converter(MoveConverter, "move")
register_converter(PaperConverter, "paper")

app_name = "cases"

of_one_case = [
    path("", overview.show, name="overview"),
    path("next/later/", overview.postpone, name="postpone"),
    path("next/not-needed/", overview.not_needed, name="not_needed"),
    path("plan/", plan.show, name="plan"),
    path("plan/details/", plan.details, name="plan_details"),
    path("plan/goals/", plan.goals, name="plan_goals"),
    path("plan/close/", closing.close, name="plan_close"),
    path("plan/reopen/", closing.reopen, name="plan_reopen"),
    path("plan/kinds/", plan.categories, name="plan_categories"),
    path("plan/papers/do_not_engage/read-out/", papers.read_out, name="paper_read_out"),
    path("plan/papers/<paper:paper_kind>/", papers.show, name="paper"),
    path("plan/papers/<paper:paper_kind>/write/", papers.write, name="paper_write"),
    path("plan/papers/<int:paper_pk>/approve/", papers.approve, name="paper_approve"),
    path("plan/papers/<int:consent_pk>/take-back/", papers.withdraw, name="paper_withdraw"),
    path("plan/merits/", merits.show, name="plan_merits"),
    path("plan/merits/certify/", merits.certify, name="plan_merits_certify"),
    path("plan/sentences/<step:step>/", plan.sentence, name="plan_sentence"),
    path("steps/", steps.show, name="steps"),
    path("steps/emergency/", steps.emergency, name="steps_emergency"),
    path("steps/<step:step>/focus/", steps.focus, name="steps_focus"),
    path("steps/<step:step>/<move:to_make>/", steps.move, name="steps_move"),
    path("people/", people.show, name="people"),
    path("people/add/", people.add_party, name="people_add"),
    path("people/<int:party_pk>/", people.party, name="party"),
    path("people/<int:party_pk>/edit/", people.edit_party, name="party_edit"),
    path("people/<int:party_pk>/names/", people.add_name, name="party_add_name"),
    path("people/<int:party_pk>/contacts/", people.add_contact, name="party_add_contact"),
    path(
        "people/<int:party_pk>/contacts/<int:contact_pk>/confirm/",
        people.confirm_contact,
        name="party_confirm_contact",
    ),
    path("accounts/add/", people.add_account, name="account_add"),
    path("accounts/<int:account_pk>/", people.account, name="account"),
    path("accounts/<int:account_pk>/edit/", people.edit_account, name="account_edit"),
    path("accounts/<int:account_pk>/attribute/", people.attribute, name="account_attribute"),
    path("incidents/", incidents.listing, name="incidents"),
    path("incidents/add/", incidents.add, name="incident_add"),
    path("incidents/<str:incident_ref>/", incidents.show, name="incident"),
    path("incidents/<str:incident_ref>/edit/", incidents.edit, name="incident_edit"),
    path("incidents/<str:incident_ref>/review/", incidents.review, name="incident_review"),
    path("incidents/<str:incident_ref>/words/", incidents.add_statement, name="incident_words"),
    path(
        "incidents/<str:incident_ref>/words/<int:statement_pk>/",
        incidents.edit_statement,
        name="incident_edit_words",
    ),
    path(
        "incidents/<str:incident_ref>/words/<int:statement_pk>/review/",
        incidents.review_statement,
        name="incident_review_words",
    ),
    path("safety/", safety.show, name="safety"),
    path("safety/questions/", screening.show, name="safety_screening"),
    path("safety/questions/ask/", screening.add, name="safety_screening_add"),
    path(
        "safety/questions/<int:answer_pk>/raise/",
        screening.raise_flag,
        name="safety_screening_raise",
    ),
    path("safety/contact/", safety.contact, name="safety_contact"),
    path("safety/code-word/", identity.code_word, name="code_word"),
    path("safety/asked/<int:change_pk>/", safety.settle_reach, name="safety_settle_reach"),
    path("safety/raise/", safety.raise_flag, name="safety_raise"),
    path("safety/<int:flag_pk>/lift/", safety.lift, name="safety_lift"),
    path("safety/<int:flag_pk>/second/", safety.second_lift, name="safety_second"),
    path("safety/<int:flag_pk>/differs/", safety.differs, name="safety_differs"),
    path("orders/", court_orders.show, name="orders"),
    path("orders/add/", court_orders.add, name="order_add"),
    path("orders/<int:order_pk>/days/", court_orders.days, name="order_days"),
    path("orders/<int:order_pk>/served/", court_orders.served, name="order_served"),
    path("orders/<int:order_pk>/ended/", court_orders.ended, name="order_ended"),
    path("orders/<int:order_pk>/again/", court_orders.open_again, name="order_again"),
    path("team/", team.show, name="team"),
    path("team/add/", team.add, name="team_add"),
    path("team/<int:member_pk>/end/", team.end, name="team_end"),
    path("team/<int:member_pk>/lead/", team.lead, name="team_lead"),
    path("team/walls/add/", team.wall, name="team_wall"),
    path("team/walls/<int:wall_pk>/end/", team.end_wall, name="team_end_wall"),
    path("time-limits/", time_limits.show, name="time_limits"),
    path("time-limits/add/", time_limits.add, name="time_limit_add"),
    path("time-limits/claims/add/", time_limits.add_claim, name="claim_add"),
    path(
        "time-limits/claims/<int:claim_pk>/give-up/",
        time_limits.decide_claim,
        {"pursued": False},
        name="claim_give_up",
    ),
    path(
        "time-limits/claims/<int:claim_pk>/take-up/",
        time_limits.decide_claim,
        {"pursued": True},
        name="claim_take_up",
    ),
    path("time-limits/<int:limit_pk>/confirm/", time_limits.confirm, name="time_limit_confirm"),
    path("time-limits/<int:limit_pk>/dismiss/", time_limits.dismiss, name="time_limit_dismiss"),
    path("conflicts/", conflict_checks.show, name="conflicts"),
    path("conflicts/run/", conflict_checks.run, name="conflicts_run"),
    path("conflicts/hits/<int:hit_pk>/", conflict_checks.mark, name="conflicts_mark"),
    path("conflicts/possible/", conflict_checks.mark_possible, name="conflicts_possible"),
    path("conflicts/decide/", conflict_checks.decide, name="conflicts_decide"),
    path("notes/", correspondence.notes, name="notes"),
    path("notes/add/", correspondence.add_note, name="note_add"),
    path("messages/", correspondence.conversation, name="messages"),
    path("messages/read/", correspondence.read, name="messages_read"),
    path("messages/preview/", correspondence.preview, name="message_preview"),
    path("messages/send/", correspondence.send, name="message_send"),
    path("tasks/", correspondence.tasks, name="tasks"),
    path("tasks/add/", correspondence.add_task, name="task_add"),
    path("tasks/<int:task_pk>/done/", correspondence.finish_task, name="task_done"),
    path("tasks/<int:task_pk>/not-needed/", correspondence.task_not_needed, name="task_not_needed"),
    path("tasks/<int:task_pk>/give/", correspondence.give_task, name="task_give"),
    path("tasks/<int:task_pk>/again/", correspondence.take_task_back, name="task_again"),
    path("activity/", activity.show, name="activity"),
    path("access/", activity.access_log, name="access_log"),
]
urlpatterns = [
    path("w/cases/", cases.listing, name="list"),
    path("w/search/", cases.search, name="search"),
    path("w/contacts/", contacts.contacts, name="contacts"),
    path("w/contacts/<int:import_pk>/", contacts.contact_import_report, name="contact_import"),
    path("w/contacts/<int:import_pk>/import/", contacts.import_contacts, name="contact_do_import"),
    path("w/contacts/<int:import_pk>/discard/", contacts.discard_contacts, name="contact_discard"),
    path("w/c/<str:case_ref>/", include(of_one_case)),
]
