"""Adds to a case what documents know: the letter that waits for approval as the next action."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"

    def ready(self) -> None:
        from cases import next_action  # noqa: PLC0415 - models are loaded only now
        from documents import letter_waiting  # noqa: PLC0415

        next_action.add_rule(letter_waiting.letter_to_approve)
