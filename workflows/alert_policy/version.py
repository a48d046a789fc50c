"""A version of the alert policy, and the first one, which is packaged."""

from dataclasses import dataclass
from datetime import date, time
from functools import cache
from importlib.resources import files

import msgspec
import yaml

from events.alert_policy import AlertRules, Audience, NoticeKind, Recipients
from events.deadlines import Strength


@dataclass(frozen=True, slots=True)
class Version:
    """What a version says and since when it is in force; `proposed_by` and `approved_by` are identities, empty for the packaged one."""

    number: int
    since: date
    rules: AlertRules
    reason: str = ""
    proposed_by: str = ""
    approved_by: str = ""

    def audience(self, strength: Strength) -> Audience:
        """Give who is told of deadlines of a strength."""
        return self.rules.hard if strength is Strength.HARD else self.rules.recommended

    def told(self, kind: NoticeKind, strength: Strength) -> Recipients:
        """Give who has to do with the deadline itself and is told by a notice of a kind; nobody of them by an escalation."""
        told = self.audience(strength)
        return {
            NoticeKind.REMINDER: told.reminder,
            NoticeKind.TODAY: told.today,
            NoticeKind.OVERDUE: told.overdue,
            NoticeKind.ESCALATION: (),
        }[kind]

    def is_mandatory(self, kind: NoticeKind, strength: Strength) -> bool:
        """Whether nobody may switch off notices of a kind: never those of what is only recommended."""
        return strength is Strength.HARD and kind in self.rules.mandatory


def is_quiet(rules: AlertRules, at: time) -> bool:
    """Whether nothing is sent outside the service at a time of day in Kazakhstan."""
    return within(at, time.fromisoformat(rules.quiet_from), time.fromisoformat(rules.quiet_until))


def within(at: time, begins: time, ends: time) -> bool:
    """Whether a time of day is among the hours from one to another, over midnight where they end before they begin."""
    return begins <= at < ends if begins <= ends else at >= begins or at < ends


@cache
def packaged() -> Version:
    """Give version 1, in force since ever."""
    text = files(__package__).joinpath("default.yaml").read_text("utf-8")
    return Version(1, date.min, msgspec.convert(yaml.safe_load(text), AlertRules))
