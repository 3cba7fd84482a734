"""Adds to a case what evidence knows: conditions of steps, activity, the next action, a number."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "evidence"

    def ready(self) -> None:
        from cases.client import papers  # noqa: PLC0415 - models are loaded now
        from cases.reading import activity, tabs  # noqa: PLC0415 - models are loaded now
        from cases.steps import conditions, next_action  # noqa: PLC0415 - models are loaded now
        from evidence import gates, in_the_case, signed_papers  # noqa: PLC0415

        conditions.add_conditions(gates.CONDITIONS)
        papers.add_keeper(signed_papers.kept)
        activity.add_source(in_the_case.custody)
        activity.add_source(in_the_case.not_taken)
        next_action.add_rule(in_the_case.items_to_look_through)
        tabs.add_count("evidence:timeline", "items", in_the_case.count_items)
