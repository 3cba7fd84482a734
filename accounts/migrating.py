"""Steps of migrations that Django has not."""

from collections.abc import Iterator, Mapping, Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor as Editor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState as State
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

    def state_forwards(self, app_label: str, state: State) -> None:
        for name, constraints in self.constraints.items():
            options = state.models[app_label, name].options
            options["constraints"] = [*options["constraints"], *constraints]
        state.reload_models([(app_label, name) for name in self.constraints])

    def database_forwards(self, app_label: str, schema_editor: Editor, *states: State) -> None:
        for model, constraint in self._each(app_label, *states):
            schema_editor.add_constraint(model, constraint)

    def database_backwards(self, app_label: str, schema_editor: Editor, *states: State) -> None:
        for model, constraint in self._each(app_label, *states):
            schema_editor.remove_constraint(model, constraint)

    def _each(
        self, app_label: str, _before: State, after: State
    ) -> Iterator[tuple[type[Model], BaseConstraint]]:
        for name, constraints in self.constraints.items():
            model = after.apps.get_model(app_label, name)
            yield from ((model, constraint) for constraint in constraints)

    def describe(self) -> str:
        return f"Create constraints on {', '.join(self.constraints)}"
