"""What is wrong with the language of a template, in words for whoever wrote it: what, where in the document, what to do."""

from collections.abc import Mapping
from typing import Any

import structlog

from events.text import Text, msg

log = structlog.get_logger(__name__)

_INSTEAD = msg("Only fields, “for” over rows and “if” are carried out: take it out, or name a field in its place.")
_WRONG: Mapping[str, Text] = {
    "unknown": msg("There is no field “{name}”. Look its name up in the list of fields."),
    "taken": msg("“{name}” is the name of fields: call the row otherwise."),
    "filter": msg("A sign “|” with a word behind it changes nothing here. {instead}", instead=_INSTEAD),
    "call": msg("Round brackets mean nothing here. {instead}", instead=_INSTEAD),
    "comparison": msg("“if” asks only whether a field says something; it compares nothing. Leave the field alone behind “if”."),
    "brackets": msg("Square brackets name no field: write the field with a dot, as in “order.number”."),
    "deeper": msg("A field has a group and a name, and one dot between them, as in “order.number”: take the rest out."),
    "literal": msg("Words and numbers stand in no expression: write them into the text of the template itself."),
    "arithmetic": msg("Nothing is reckoned or joined here. {instead}", instead=_INSTEAD),
    "inline_if": msg("“if” stands in an expression of its own: “{example}”.", example="{% if order.number %}…{% endif %}"),
    "other_for": msg(
        "“for” goes through the rows of one list, as in “{example}”, and says nothing more.", example="{% for one in risks %}…{% endfor %}"
    ),
    "other": msg("There is no such instruction here. {instead}", instead=_INSTEAD),
    "no_instruction": msg("There is no instruction “{name}”. {instead}", instead=_INSTEAD),
    "not_ended": msg("“{name}” is not ended: write “{example}” where what belongs to it ends.", example="{% endfor %}”, “{% endif %}"),
    "unreadable": msg(
        "The expression cannot be read. Write a field as in “{example}”, with both brackets on either side.", example="{{ order.number }}"
    ),
    "unfillable": msg(
        "Filled in, the template is no readable document any more: an expression begins in one paragraph, row or cell and ends in another. "
        "Write each whole in one paragraph; “for” and “if” over paragraphs or rows as in the template of the service."
    ),
}  # fmt: skip
_PARTS: Mapping[str, Text] = {
    "header": msg("In the header of a page"), "footer": msg("In the footer of a page"), "footnotes": msg("In a footnote"),
}  # fmt: skip


def told(fault: Mapping[str, Any]) -> Text:
    """Say what is wrong, and where."""
    if fault["what"] == "unfillable":
        log.info("template unfillable", error=fault["name"])
        return _WRONG["unfillable"]
    what = _WRONG[fault["what"]]
    said = Text(what.msgid, {**what.params, "name": fault["name"]}) if "{name}" in what.msgid else what
    if not fault["where"]:
        return said
    return msg("{place}, at “{where}”: {said}", place=_place(fault["place"]), where=fault["where"], said=said)


def _place(place: Mapping[str, Any]) -> Text:
    if part := _PARTS.get(place.get("part", "")):
        return part
    if "table" in place:
        return msg("Table {n}, row {row}, cell {cell}", n=place["table"], row=place["row"], cell=place["cell"])
    return msg("Paragraph {n}", n=place["paragraph"]) if "paragraph" in place else msg("In the text")
