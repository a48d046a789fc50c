"""What proves a subtask done, and words in three languages."""

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from events.fields import Channel
from workflows.signatories import Paper

Phrase = Annotated[str, Meta(min_length=1)]
Number = Annotated[int, Meta(ge=0)]


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the catalogue, with the fields of its file and no others."""


class Words(Entry, frozen=True):
    """The same in Russian, Kazakh and English."""

    ru: Phrase
    kk: Phrase
    en: Phrase

    def of(self, language: str) -> str:
        """Give the words in "ru", "kk" or "en"; raises `AttributeError` for another language."""
        return str(getattr(self, language))


class EvidenceNeed(StrEnum):
    """Whether evidence is needed: always, if wished, one of a group, or under a condition."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    ONE_OF = "one_of"
    CONDITION = "condition"


class EvidenceCondition(StrEnum):
    """When evidence is needed."""

    PUBLISHED = "published"
    WITHHELD = "withheld"
    HAS_SITE = "has_site"
    NO_SITE = "no_site"
    GIFT = "gift"
    REPLY_RECEIVED = "reply_received"


class EvidenceForm(StrEnum):
    """What the evidence is; what is derived is computed and never attached."""

    DOCUMENT = "document"
    LINK = "link"
    APPENDIX = "appendix"
    CONFIRMATION = "confirmation"
    DERIVED = "derived"


class EvidenceRule(Entry, frozen=True):
    """A piece of evidence.

    `kind` is unique within the subtask. Of those with the same `group` one is enough; `when` is the condition.
    `appendix` is the number of the Instruction's form, `template` that of the form in the Methodical recommendations
    (order No. 488), 0 for none. `channels` are those of a link of which any will do. `signing` is set where this piece
    is signed otherwise than the subtask says. `proposed`: the Instruction does not name it.
    """

    kind: Phrase
    title: Words
    need: EvidenceNeed = EvidenceNeed.REQUIRED
    form: EvidenceForm = EvidenceForm.DOCUMENT
    group: str = ""
    when: EvidenceCondition | None = None
    appendix: Number = 0
    template: Number = 0
    channels: tuple[Channel, ...] = ()
    signing: Paper | None = None
    proposed: bool = False

    def __post_init__(self) -> None:
        """Hold the fields to each other; raises `ValueError`."""
        for key, has, wanted in (
            ("group", bool(self.group), self.need is EvidenceNeed.ONE_OF),
            ("when", self.when is not None, self.need is EvidenceNeed.CONDITION),
            ("appendix", self.appendix > 0, self.form is EvidenceForm.APPENDIX),
        ):
            if has != wanted:
                raise ValueError(f"`{key}` is {'missing' if wanted else 'superfluous'} in the evidence “{self.kind}”")
        if self.channels and self.form is not EvidenceForm.LINK:
            raise ValueError(f"`channels` are for links, and the evidence “{self.kind}” is none")
