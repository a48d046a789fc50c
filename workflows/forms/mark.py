"""The mark that a printed form carries in its properties: which form it is, of whom, of when. It is no secret, and proves nothing."""

from dataclasses import dataclass

from workflows.forms.content import Content
from workflows.forms.sealed_rows import tells_sealed
from workflows.forms.texts import FormLanguage, Mode

_NAME, _PARTS = "tbn4-form", 10
_OWN, _CONSOLIDATED = "own", "consolidated"
_SEALED, _OPEN = "sealed", "open"
_LANGUAGES: dict[str, FormLanguage] = {"ru": "ru", "kk": "kk"}


@dataclass(frozen=True, slots=True)
class Mark:
    """Which form a file is: of two quarters the letter-for-letter forms may look alike. The rest says as of when, and how it is printed.

    `sealed` says that rows stand in it which only those who are cleared for them may read.
    """

    appendix: int
    organization: str
    period: str
    consolidated: bool
    known_at: str
    true_on: str
    mode: Mode
    language: FormLanguage
    sealed: bool = False

    @classmethod
    def of(cls, content: Content, mode: Mode, language: FormLanguage) -> "Mark":
        """Give the mark of a form as it is printed."""
        about = content.appendix, content.organization, content.period, content.consolidated
        return cls(*about, content.known_at, content.true_on, mode, language, tells_sealed(content))

    @classmethod
    def read(cls, text: str) -> "Mark | None":
        """Read a mark, None for what is none: anybody may write anything there."""
        parts = text.strip().split("/")
        if len(parts) != _PARTS or parts[0] != _NAME:
            return None
        _, appendix, organization, period, scope, known_at, true_on, mode, language, rows = parts
        if not (appendix.isascii() and appendix.isdecimal()) or scope not in {_OWN, _CONSOLIDATED}:
            return None
        if mode not in set(Mode) or language not in _LANGUAGES or rows not in {_SEALED, _OPEN}:
            return None
        consolidated = scope == _CONSOLIDATED
        about = int(appendix[:3]), organization, period, consolidated
        return cls(*about, known_at, true_on, Mode(mode), _LANGUAGES[language], rows == _SEALED)

    def is_of(self, content: Content) -> bool:
        """Whether it is of the same report as a form, of whatever version."""
        about = self.appendix, self.organization, self.period, self.consolidated
        return about == (content.appendix, content.organization, content.period, content.consolidated)

    def is_as_of(self, known_at: str, true_on: str) -> bool:
        """Whether it is of that state of the record."""
        return (self.known_at, self.true_on) == (known_at, true_on)

    def __str__(self) -> str:
        scope = _CONSOLIDATED if self.consolidated else _OWN
        about = _NAME, str(self.appendix), self.organization, self.period, scope
        return "/".join(
            (*about, self.known_at, self.true_on, self.mode, self.language, _SEALED if self.sealed else _OPEN)
        )
