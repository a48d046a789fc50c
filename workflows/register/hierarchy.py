"""The part of the register that knows who stands above whom, and who supervises quasi-state entities (requirements §3)."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date

from events.organization import OrganizationType
from events.organization.record import OrganizationRecord
from workflows.register.index import Index
from workflows.register.working_days import WorkingDays

_MOST_REMEMBERED = 5_000
_Codes = tuple[str, ...]


class Hierarchy(WorkingDays):
    """Organisations in their dated hierarchy; what is worked out of it is remembered until it changes."""

    def __init__(self) -> None:
        super().__init__()
        self._linked = Index()
        self._subtrees: dict[tuple[str, date], _Codes] = {}
        self._uploads: dict[tuple[str, date], _Codes] = {}
        self._supervising: dict[date, Mapping[str, int]] = {}

    def linked(self, code: str) -> frozenset[str]:
        """Give the organisations that an organisation ever stood above or supervised."""
        return self._linked.of(code)

    def exists(self, code: str, on: date) -> bool:
        """Whether an organisation was registered on or before a day and not closed before."""
        return (found := self._organizations.get(code)) is not None and found.exists(on)

    def type_of(self, code: str, on: date) -> OrganizationType | None:
        """Give the type of an organisation, None before it was registered."""
        found = self._organizations.get(code)
        return found.types.at(on) if found else None

    def above(self, code: str, on: date) -> str:
        """Give the body an organisation reports to, of a quasi-state entity its primary supervisor; empty at the top."""
        found = self._organizations.get(code)
        return (found.above.at(on) or "") if found else ""

    def ancestors(self, code: str, on: date) -> tuple[str, ...]:
        """Give what stands above an organisation, the nearest first."""
        chain: list[str] = []
        while (code := self.above(code, on)) and code not in chain:  # old entries were not checked for circles
            chain.append(code)
        return tuple(chain)

    def subtree(self, code: str, on: date) -> tuple[str, ...]:
        """Give an organisation and everything below it, sorted; nothing for one not registered by then."""
        return _remembered(self._subtrees, (code, on), self._grown)

    def _grown(self, code: str, on: date) -> tuple[str, ...]:
        if self.type_of(code, on) is None:
            return ()
        found, fresh = {code}, [code]
        while fresh:
            at = fresh.pop()
            below = set(self.below(at, on)) - found
            found |= below
            fresh.extend(below)
        return tuple(sorted(found))

    def below(self, code: str, on: date) -> list[str]:
        """Give what stands directly below an organisation, sorted."""
        return sorted(child for child in self._linked.of(code) if self.above(child, on) == code)

    def within(self, code: str, above: str, on: date) -> bool:
        """Whether an organisation is a body or stands somewhere below it."""
        return code == above or above in self.ancestors(code, on)

    def supervised(self, code: str, on: date) -> tuple[str, ...]:
        """Give the quasi-state entities whose primary supervisor is a body or stands below it, those that exist, sorted."""
        return tuple(found for found in self.subtree(code, on) if found != code and self._is_entity(found, on))

    def supervising(self, on: date) -> Mapping[str, int]:
        """Say how many quasi-state entities each body supervises, itself or through those below it (`supervised`); of bodies with any."""
        if on not in self._supervising:
            entities = (code for code in self._organizations if self._is_entity(code, on))
            self._supervising = {on: Counter(above for code in entities for above in self.ancestors(code, on))}
        return self._supervising[on]

    def _is_entity(self, code: str, on: date) -> bool:
        return self.type_of(code, on) is OrganizationType.KGS and self.exists(code, on)

    def uploader(self, code: str, on: date) -> str:
        """Give the body whose account holder uploads for an organisation (RU-U1…U3, l.51, l.57); empty if none has an account."""
        for candidate in (code, *self.ancestors(code, on)):
            found = self._organizations.get(candidate)
            details = found.details.at(on) if found and found.exists(on) else None
            if details and details.account:
                return candidate
        return ""

    def uploads_for(self, code: str, on: date) -> tuple[str, ...]:
        """Give the organisations for which a body uploads, itself among them, sorted."""
        return _remembered(self._uploads, (code, on), self._uploaded)

    def _uploaded(self, code: str, on: date) -> tuple[str, ...]:
        return tuple(one for one in self.subtree(code, on) if self.uploader(one, on) == code)

    def _forget(self, *, moved: bool) -> None:
        """Forget what was worked out before an organisation changed, `moved` if something else stands above it now."""
        self._uploads.clear()
        self._supervising.clear()
        if moved:
            self._subtrees.clear()


def linked_in(record: OrganizationRecord) -> set[str]:
    """Give the bodies that an organisation ever reported to or was supervised by."""
    reports = {parent for _, parent in record.above.entries if parent}
    return reports | {one.supervisor for one in record.supervisions}


def _remembered(
    known: dict[tuple[str, date], _Codes], place: tuple[str, date], make: Callable[[str, date], _Codes]
) -> _Codes:
    """Give what was worked out for an organisation and a day, or work it out."""
    if place not in known and len(known) >= _MOST_REMEMBERED:
        known.clear()
    return known[place] if place in known else known.setdefault(place, make(*place))
