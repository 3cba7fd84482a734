"""Adds the evidence's conditions to the six steps."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "evidence"

    def ready(self) -> None:
        from cases import workflow  # noqa: PLC0415 - models are loaded only now
        from evidence import gates  # noqa: PLC0415

        workflow.add_conditions(gates.CONDITIONS)
