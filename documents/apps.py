"""Adds to a case what documents know: its letters in Activity and as the next action."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"

    def ready(self) -> None:
        from cases import activity, next_action  # noqa: PLC0415 - models are loaded only now
        from documents.letters import history, waiting  # noqa: PLC0415

        activity.add_source(history.letters)
        next_action.add_rule(waiting.letter_to_approve)
