"""What the forms are called, and the ways in which they are written."""

from collections.abc import Mapping

from events.text import Text, msg
from service.i18n import Translator
from workflows.catalogue.subtask import APPENDIX
from workflows.forms import Form, FormLanguage, Mode, forms

_TITLES: Mapping[int, Text] = {
    1: msg("Bringing the corruption cartogram up to date"),
    2: msg("Observance of anti-corruption legislation"),
    3: msg("Act of reconciliation of offences"),
    4: msg("State social order on anti-corruption topics"),
    5: msg("Preventive work of the ethics officer"),
    6: msg("Legal propaganda"),
}

MODES: Mapping[Mode, Text] = {
    Mode.CLEAN: msg("Without the slips of the Instruction"),
    Mode.VERBATIM: msg("Letter for letter"),
}
LANGUAGES: Mapping[FormLanguage, Text] = {"ru": msg("In Russian"), "kk": msg("In Kazakh")}


def title(form: Form, t: Translator) -> str:
    """Name a form by what it is about."""
    return t(_TITLES[form.appendix])


def named(form: Form, t: Translator) -> str:
    """Name a form by its number and what it is about."""
    number = t("Appendix {n}", n=form.appendix)
    return f"{number}. {title(form, t)}"


def report_name(t: Translator, about: str, period: str) -> str:
    """Name a report by its form as read models have it (`events.report.form_code`), its period, and that it tells of the bodies below, too."""
    number, _, consolidated = about.removeprefix(APPENDIX).partition("/")
    form = t("Appendix {n}", n=int(number))
    name = f"{form}, {t.period(period)}"
    return t("{form}, consolidated", form=name) if consolidated else name


def report_title(t: Translator, about: str) -> str:
    """Say what the form of a report is about, by its code in read models."""
    return title(forms()[int(about.removeprefix(APPENDIX).partition("/")[0])], t)
