"""A form on its way between the visitor and the workflow: what is done to which case, and what was typed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from starlette.datastructures import FormData

from events.case import FactCorrected
from events.text import msg
from projections.page import whole
from service.i18n import Translator
from service.nodes import Node, payload_of, root
from service.web import forms, prefill, records
from service.web.fields import Choices
from service.web.forms import Form
from workflows import payload
from workflows.case import Case
from workflows.machine import Action
from workflows.refusals import Unknown


def fresh_key() -> str:
    """Give the key by which one form is recognised however often it is sent."""
    return uuid.uuid4().hex


@dataclass
class Sheet:
    """A form: `case` is None before its first event, when `body` says whose it will be, `corrects` the number of the entry that a correction is about."""

    action: Action
    node: Node
    case: Case | None = None
    form: Form = field(default_factory=dict)
    version: int = 0
    key: str = field(default_factory=fresh_key)
    choices: Choices = field(default_factory=dict)
    corrects: int | None = None
    body: str = ""
    papers: Sequence[tuple[str, str]] = ()
    """Where what it is about is had as a file, with what it is called."""

    @property
    def organization(self) -> str:
        """The organisation whose case it is or becomes."""
        return self.case.organization if self.case else self.body

    @staticmethod
    def opening(action: Action, body: str, t: Translator) -> "Sheet":
        """Take a form with which a case of a body begins."""
        node = payload_of(action.event)
        return Sheet(action, node, choices=records.opening_choices(action.event, t), body=body)

    @staticmethod
    def on(case: Case, action: Action, corrects: str | None, t: Translator) -> "Sheet":
        """Take the form of an action on a case; raises `Unknown` for a correction of what cannot be corrected."""
        schema, number = payload.schema(action.event), None
        choices = prefill.choices(action.event, case, t)
        if action.event is FactCorrected:
            original = prefill.corrected_event(case, corrects)
            if original is None:
                raise Unknown(msg("Choose the entry to correct in the history of the case."))
            schema, number = forms.correction(payload.schema(type(original)), schema), original.originator_version
            choices = {f"data.{path}": offered for path, offered in prefill.choices(type(original), case, t).items()}
        return Sheet(action, root(schema), case, {}, case.version, fresh_key(), choices, number)

    def read(self, data: FormData) -> None:
        """Take what was submitted; the page's own fields begin with an underscore."""
        typed = {name: [v for v in data.getlist(name) if isinstance(v, str)] for name in data}
        self.form = {name: values for name, values in typed.items() if not name.startswith("_")}
        self.key = str(data.get("_key", ""))[:64] or self.key
        if (version := whole(str(data.get("_version", "")))) is not None:
            self.version = version

    def change_rows(self, data: FormData) -> bool:
        """Do what the button asked for if it is not to send: add or remove a row, or ask anew. Raises `Unknown`."""
        if path := str(data.get("_add", "")):
            rows = forms.row_numbers(self.form, path)
            first = next(name for name, _ in self._table(path).item.properties)
            self.form = {**self.form, f"{path}.{rows[-1] + 1 if rows else 0}.{first}": [""]}
            return True
        if removed := str(data.get("_remove", "")):
            path, _, row = removed.rpartition(".")
            self._table(path)
            self.form = forms.without_row(self.form, path, row)
            return True
        return "_redraw" in data

    def _table(self, path: str) -> Node:
        node = forms.at(self.node, path)
        if node is None or not node.is_table:
            raise Unknown(msg("There is no such field."))
        return node
