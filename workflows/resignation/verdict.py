"""What the table says of a superior: one row at most, and never "resigns" by default (l.386–419, requirements §7)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from events.offence import OffenceCategory
from events.organization import OrganizationType, Post, PostClass
from events.resignation import OfficialPost, Relation, Ruling, Tenure, Verdict, VerdictReason
from workflows.calendar.arithmetic import add_months
from workflows.resignation.editions import Cited, Clear, Edition, Row, edition, table

_AT_THE_HEAD = {Post.FIRST_HEAD, Post.DISTRICT_AKIM}
_THREE_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Question:
    """What the table is asked.

    `final_on` is the day on which the act entered into force or the case was terminated: it decides by which law.
    `political` is said where the class of the superior's post does not say it; `moved_to` is the class of the post to which
    the superior moved before anything was considered; `named` whether somebody named the superior expressly; `unconfirmed`
    whether the register has that person in no post, so that an official decides.
    """

    category: OffenceCategory
    final_on: date
    three_months_passed: bool
    superior: OfficialPost
    subordinate: OfficialPost | None
    relation: Relation
    acting: bool = False
    political: bool | None = None
    former_team: bool = False
    moved_to: PostClass | None = None
    named: bool = False
    unconfirmed: bool = False


def tenure(appointed_on: date, last_day: date) -> Tenure:
    """Say whether three months in post had passed: the offence must lie after the day on which they ended (D13)."""
    ended = add_months(appointed_on, _THREE_MONTHS)
    return Tenure(appointed_on, ended, last_day, last_day > ended)


def verdict(asked: Question) -> Verdict:
    """Give what the law in force on the day says."""
    law = edition(asked.final_on)
    if law is None:
        return Verdict(Ruling.BY_HAND, VerdictReason.NO_EDITION)
    found = _before_the_table(asked, law) or _of_the_table(asked, law)
    if asked.former_team and law.former_team and found.ruling in {Ruling.NO_DUTY, Ruling.OUTSIDE}:
        return _cited(law, Ruling.BY_HAND, VerdictReason.FORMER_TEAM, found.row, law.former_team)
    return found


def rows(asked: Question, law: Edition) -> tuple[Row, ...]:
    """Give the rows of an edition that name the superior and the subordinate: one at most."""
    return tuple(row for row in law.rows if asked.subordinate and _is_of(row, asked, asked.subordinate))


def _is_of(row: Row, asked: Question, subordinate: OfficialPost) -> bool:
    return (
        _names_superior(row, asked.superior)
        and table().is_one(subordinate, row.subordinate)
        and asked.relation in row.relations
        and row.elected in {None, subordinate.elected}
        and row.region_wide in {None, subordinate.region_wide}
    )


def _names_superior(row: Row, superior: OfficialPost) -> bool:
    return row.elected_superior is superior.elected and table().is_one(superior, row.superior)


def _before_the_table(asked: Question, law: Edition) -> Verdict | None:
    """Give what is said whatever the two posts are: the preconditions of l.386–394, rows R20 to R24."""
    if asked.superior.post_class is PostClass.QUASI_STATE or asked.superior.body is OrganizationType.KGS:
        return Verdict(Ruling.BY_HAND, VerdictReason.NOT_A_CIVIL_SERVANT, "R24", law.law)
    if asked.category is not OffenceCategory.CRIMINAL:
        return Verdict(Ruling.NO_DUTY, VerdictReason.NOT_A_CRIME, "R22", law.law)
    if asked.moved_to and (law.political_move_frees or asked.moved_to is not PostClass.POLITICAL):
        return Verdict(Ruling.OUTSIDE, VerdictReason.MOVED, "R23", law.law)
    return _of_the_class(asked, law)


def _of_the_class(asked: Question, law: Edition) -> Verdict | None:
    """Give what the superior's class and time in the post decide; None for political servants whom the table may name."""
    if asked.unconfirmed:
        return Verdict(Ruling.BY_HAND, VerdictReason.NOT_BY_REGISTER, law=law.law)
    political = is_political(asked.superior, stated=asked.political)
    if political is None:
        return Verdict(Ruling.BY_HAND, VerdictReason.CLASS_UNKNOWN, law=law.law)
    if not political:
        return _of_administrative(asked, law)
    if not asked.three_months_passed:
        return _cited(law, Ruling.NO_DUTY, VerdictReason.UNDER_THREE_MONTHS, "R21", law.duty)
    return None


def is_political(post: OfficialPost, *, stated: bool | None) -> bool | None:
    """Say whether the holder of a post is a political civil servant, by its class, else as stated; None if nobody knows."""
    if post.post_class is PostClass.OTHER:
        return stated
    return post.post_class is PostClass.POLITICAL


def _of_administrative(asked: Question, law: Edition) -> Verdict:
    """Give R20: discipline is considered for immediate subordinates (l.415), in the new law for supervised people too."""
    if asked.relation not in law.discipline.relations:
        return _cited(law, Ruling.BY_HAND, VerdictReason.NOT_IMMEDIATE, "", law.discipline)
    return _cited(law, Ruling.DISCIPLINE, VerdictReason.ADMINISTRATIVE, "R20", law.discipline)


def _of_the_table(asked: Question, law: Edition) -> Verdict:
    if asked.subordinate is None:
        return _cited(law, Ruling.BY_HAND, VerdictReason.SUBORDINATE_UNKNOWN, "", law.duty)
    row = next(iter(rows(asked, law)), None)
    if row is None:
        return _of_no_row(asked, asked.subordinate, law)
    doubt = _doubt(asked, asked.subordinate, row)
    return Verdict(
        Ruling.BY_HAND if doubt else row.ruling,
        doubt or row.why,
        row.row,
        law.law,
        row.article or law.duty.article,
        law.duty.paragraph,
        row.item,
    )


def _doubt(asked: Question, subordinate: OfficialPost, row: Row) -> VerdictReason | None:
    """Name why an official decides though a row names the pair: whose deputy it is, or a superior who only acted."""
    if row.ruling is not Ruling.RESIGNS:
        return None
    known = {
        Clear.POLITICAL: subordinate.post_class is PostClass.POLITICAL,
        Clear.NAMED: asked.named,
    }
    if row.clear_if and not any(known[one] for one in row.clear_if):
        return VerdictReason.SUBORDINATE_UNKNOWN
    return VerdictReason.ACTING if asked.acting else None


def _of_no_row(asked: Question, subordinate: OfficialPost, law: Edition) -> Verdict:
    """Tell a superior whom the table does not name from a gap in it, and both from R19."""
    about = [row for row in law.rows if _names_superior(row, asked.superior) and row.ruling is not Ruling.BY_HAND]
    if not about and asked.superior.elected:
        return _cited(law, Ruling.BY_HAND, VerdictReason.ELECTED_SUPERIOR, "", law.duty)
    if not about:
        return _cited(law, Ruling.OUTSIDE, VerdictReason.SUPERIOR_NOT_NAMED, "", law.duty)
    if reason := next(_gaps(asked.superior, subordinate, about), None):
        return _cited(law, Ruling.BY_HAND, reason, "R19", law.duty)
    return _cited(law, Ruling.NO_DUTY, VerdictReason.NOT_NAMED, "R19", law.duty)


def _gaps(superior: OfficialPost, subordinate: OfficialPost, about: list[Row]) -> Iterator[VerdictReason]:
    """Name what of a pair the table leaves open: a department of unknown extent, a body that no deputy supervises."""
    levels = any(row.region_wide is not None and table().is_one(subordinate, row.subordinate) for row in about)
    if levels and subordinate.region_wide is None:
        yield VerdictReason.LEVEL_UNKNOWN
    heads = any(table().is_one(superior, name) for name in table().heads)
    if heads and not levels and subordinate.kind in _AT_THE_HEAD and subordinate.body is not superior.body:
        yield VerdictReason.NO_DEPUTY_BETWEEN


def _cited(law: Edition, ruling: Ruling, why: VerdictReason, row: str, at: Cited) -> Verdict:
    return Verdict(ruling, why, row, law.law, at.article, at.paragraph)
