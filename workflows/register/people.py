"""The part of the register that knows people."""

from collections import defaultdict

from events.person_record import PersonRecord


class People:
    """People by code, and by their IINs."""

    def __init__(self) -> None:
        super().__init__()
        self._people: dict[str, PersonRecord] = {}
        self._by_iin: defaultdict[str, set[str]] = defaultdict(set)

    def put_person(self, record: PersonRecord) -> None:
        """Enter a person, or what is known of them now."""
        before = self._people.get(record.code)
        if before and before.iin:
            self._by_iin[before.iin].discard(record.code)
        if record.iin:
            self._by_iin[record.iin].add(record.code)
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
        return frozenset(self._by_iin.get(number, ()))

    def iins(self) -> dict[str, frozenset[str]]:
        """Give the IINs that people have, each with the codes of those people."""
        return {number: frozenset(people) for number, people in self._by_iin.items() if people}
