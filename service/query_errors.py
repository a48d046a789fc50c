"""What is wrong with a parameter, in our words instead of pydantic's."""

import re
from typing import Any

from events.text import Text, msg
from workflows.payload import WORDS

_FORM = msg("This does not have the expected form.")


def said_of(error: Any) -> Text:
    """Say what one of pydantic's errors is."""
    # in payloads a literal is a confirmation, in queries a choice
    words = WORDS.get("enum" if error["type"] == "literal_error" else error["type"])
    context = dict(error.get("ctx", {}))
    if quoted := re.findall(r"'([^']*)'", str(context.get("expected", ""))):
        context["expected"] = ", ".join(quoted)  # without the English "or" before the last
    return Text(words, context) if words else _FORM
