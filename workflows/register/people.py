"""The part of the register that knows people."""

from events.person_record import PersonRecord
from workflows.register.index import Index


class People:
    """People by code, and by their IINs."""

    def __init__(self) -> None:
        super().__init__()
        self._people: dict[str, PersonRecord] = {}
        self._by_iin = Index()

    def put_person(self, record: PersonRecord) -> None:
        """Enter a person, or what is known of them now."""
        before = self._people.get(record.code)
        if before and before.iin:
            self._by_iin.discard(before.iin, record.code)
        if record.iin:
            self._by_iin.add(record.iin, record.code)
        self._people[record.code] = record

    def take_person(self, code: str) -> None:
        """Take a person out, as if they had never been entered."""
        self.put_person(PersonRecord(code))
        del self._people[code]

    def person(self, code: str) -> PersonRecord | None:
        """Give what is recorded of a person."""
        return self._people.get(code)

    def with_iin(self, number: str) -> frozenset[str]:
        """Give the people who have an IIN: one at most, unless two were entered at the same moment."""
        return self._by_iin.of(number)

    def iins(self) -> dict[str, frozenset[str]]:
        """Give the IINs that people have, each with the codes of those people."""
        return dict(self._by_iin)
