"""Steps of migrations that Django has not."""

from collections.abc import Iterator, Mapping, Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import BaseConstraint, Model


class AddConstraints(Operation):
    """``AddConstraint`` for each of many; one by one, Django builds all models anew for each.

    Args:
        constraints: By the model's name in lower case.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, constraints: Mapping[str, Sequence[BaseConstraint]]) -> None:
        self.constraints = constraints

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        for name, constraints in self.constraints.items():
            options = state.models[app_label, name].options
            options["constraints"] = [*options["constraints"], *constraints]
        state.reload_models([(app_label, name) for name in self.constraints])

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002
        to_state: ProjectState,
    ) -> None:
        for model, constraint in self._each(app_label, to_state):
            schema_editor.add_constraint(model, constraint)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002
        to_state: ProjectState,
    ) -> None:
        for model, constraint in self._each(app_label, to_state):
            schema_editor.remove_constraint(model, constraint)

    def _each(
        self, app_label: str, state: ProjectState
    ) -> Iterator[tuple[type[Model], BaseConstraint]]:
        for name, constraints in self.constraints.items():
            model = state.apps.get_model(app_label, name)
            yield from ((model, constraint) for constraint in constraints)

    def describe(self) -> str:
        return f"Create constraints on {', '.join(self.constraints)}"
