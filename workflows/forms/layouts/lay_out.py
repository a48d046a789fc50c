"""Laying a form out: from what stands in it to paragraphs and a table."""

from collections.abc import Callable, Mapping

from workflows.forms.content import Content
from workflows.forms.layouts.appendix_1 import appendix_1
from workflows.forms.layouts.appendix_2 import appendix_2
from workflows.forms.layouts.appendix_3 import appendix_3
from workflows.forms.layouts.appendix_4 import appendix_4
from workflows.forms.layouts.appendix_5 import appendix_5
from workflows.forms.layouts.appendix_6 import appendix_6
from workflows.forms.sheet import Sheet
from workflows.forms.texts import FormLanguage, Mode, Wording

_LAYOUTS: Mapping[int, Callable[[Content, Wording], Sheet]] = {
    1: appendix_1,
    2: appendix_2,
    3: appendix_3,
    4: appendix_4,
    5: appendix_5,
    6: appendix_6,
}


def lay_out(content: Content, mode: Mode, language: FormLanguage) -> Sheet:
    """Lay a form out, letter for letter or clean, in Russian or Kazakh."""
    return _LAYOUTS[content.appendix](content, Wording(language, mode))
