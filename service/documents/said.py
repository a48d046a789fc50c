"""What a case knows, in the words of a document: dates, codes, bodies and people in its language, harmless to the programs that open it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from events.organization import Post
from events.signature import Signature
from events.text import Body
from service.documents.fields import Cell, Row
from service.harmless import harmless
from service.i18n import Translator
from service.named import Named
from workflows.register import Register


@dataclass(frozen=True, slots=True)
class Words:
    """Says values in one language, with the names that bodies and people had on a day."""

    t: Translator
    named: Named
    on: date

    @property
    def register(self) -> Register:
        """The register by which is named."""
        return self.named.register

    def text(self, text: str | None) -> Cell:
        """Give what people wrote."""
        return harmless(text) if text else None

    def day(self, day: date | None) -> Cell:
        """Give a date."""
        return self.t.plain(day) if day else None

    def code(self, kind: str, value: object) -> Cell:
        """Name a code."""
        return self.t.code(kind, value) if value else None

    def whether(self, answer: bool | None) -> Cell:
        """Say yes or no."""
        return None if answer is None else self.t("yes") if answer else self.t("no")

    def body(self, code: str) -> Cell:
        """Name a body; one that nobody knows stays its code."""
        return self.text(self.named(Body(code)) or code)

    def head(self, organization: str) -> Row:
        """Name the head of a body, or whoever acts as such."""
        post = self.register.head(organization, self.on)
        title = getattr(post, f"title_{self.t.language}") or post.title_ru if post else None
        incumbents = post.incumbents(self.on) if post else ()
        return {"post": self.text(title), "name": self._person(incumbents[0].person) if incumbents else None}

    def signatory(self, signature: Signature | None) -> dict[str, Cell]:
        """Name who signed."""
        post: Post | None = signature.post if signature else None
        name = self._person(signature.person) if signature and signature.person else None
        return {"signatory_post": self.code("Post", post), "signatory_name": name}

    def together(self, texts: Iterable[str]) -> Cell:
        """Give several texts in one."""
        return self.text(", ".join(dict.fromkeys(texts)))

    def _person(self, code: str) -> Cell:
        record = self.register.person(code)
        if record is None:
            return None
        names = record.name(self.on)
        return self.text((names.kk if self.t.language == "kk" else "") or names.ru)
