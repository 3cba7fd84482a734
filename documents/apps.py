"""Adds what documents know: letters in Activity, the next action, numbers; and renditions."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"

    def ready(self) -> None:
        from accounts import shell  # noqa: PLC0415 - models are loaded only now
        from cases.reading import activity, tabs  # noqa: PLC0415 - models are loaded now
        from cases.steps import next_action  # noqa: PLC0415 - models are loaded now
        from documents.letters import history, reading, waiting  # noqa: PLC0415
        from documents.packets import renditions, showing  # noqa: PLC0415
        from evidence import inspection, locking  # noqa: PLC0415

        activity.add_source(history.letters)
        next_action.add_rule(waiting.letter_to_approve)
        tabs.add_count("documents:letters", "letters", lambda case, _user: case.letters.count())
        tabs.add_count("documents:packets", "packets", lambda case, _user: case.packets.count())
        shell.add_count("documents:letter_queue", reading.count_to_decide)
        inspection.add_maker(renditions.prepare)
        locking.add_holder(showing.blobs_that_show)
