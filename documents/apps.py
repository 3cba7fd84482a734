"""Adds to a case what documents know: its letters in Activity and as the next action."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"

    def ready(self) -> None:
        from cases import activity, next_action  # noqa: PLC0415 - models are loaded only now
        from documents import letter_history, letter_waiting  # noqa: PLC0415

        activity.add_source(letter_history.letters)
        next_action.add_rule(letter_waiting.letter_to_approve)
