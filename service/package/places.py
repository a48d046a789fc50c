"""Where in the archive a paper lies: in the folder of its subtask or form, under a name that every system takes."""

from collections import Counter
from dataclasses import dataclass, field

from service.exports.archive import safe
from service.forms.titles import named
from service.i18n import Translator
from service.package.contents import Section
from service.package.piece import Piece
from workflows.catalogue import EvidenceRule
from workflows.forms import forms

_FOLDER, _PERIOD, _KIND, _FILE = 90, 25, 45, 55
"""Characters: all in a row, with number and ending, stay below the 250 that every system takes for a path."""

_APART = frozenset({"tech_specs"})
"""Evidence that goes into a folder of its own (4.1.2, l.603)."""


@dataclass
class Places:
    """Gives each paper its place once, however many subtasks it proves."""

    t: Translator
    _taken: dict[str, str] = field(default_factory=dict)
    _numbers: Counter[str] = field(default_factory=Counter)

    def of(self, section: Section, piece: Piece, name: str) -> tuple[str, bool]:
        """Give the place of a paper that is kept under `name`, and whether it is the first time."""
        key = piece.sha256 or f"{piece.case_id}/{piece.entry}"
        if known := self._taken.get(key):
            return known, False
        folder = self._folder(section, piece)
        self._numbers[folder] += 1
        ending = safe(name.rpartition(".")[2][:8], 8).lower()
        place = f"{folder}/{self._numbers[folder]:02} {safe(piece.title, _FILE)}.{ending}"
        self._taken[key] = place
        return place, True

    def _folder(self, section: Section, piece: Piece) -> str:
        if form := forms().get(section.work.appendix):
            return safe(f"{named(form, self.t)}", _FOLDER)
        parts = [safe(f"{section.subtask.code} {section.subtask.name(self.t.language)}", _FOLDER)]
        if not section.work.period.isdigit():
            parts.append(safe(self.t.period(section.work.period), _PERIOD))
        if piece.kind in _APART:
            parts.append(safe(_rule(section, piece.kind).title.of(self.t.language), _KIND))
        return "/".join(parts)


def _rule(section: Section, kind: str) -> EvidenceRule:
    return next(rule for rule in section.subtask.evidence if rule.kind == kind)
