"""Names of the people of the register, in the language of the reader."""

from datetime import date

from service.i18n import Translator
from workflows.register import Register


def person_name(register: Register, code: str, on: date, t: Translator) -> str:
    """Name a person of the register; an unknown code stays as it is."""
    person = register.person(code)
    if person is None:
        return code
    names = person.name(on)
    return {"kk": names.kk, "en": names.latin}.get(t.language) or names.ru
