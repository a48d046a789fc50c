"""Which superiors resign for a subordinate's corruption crime: table T-RES by the law of the day (l.386–419)."""

from workflows.resignation.editions import Edition, edition, table
from workflows.resignation.verdict import Question, is_political, rows, tenure, verdict

__all__ = ["Edition", "Question", "edition", "is_political", "rows", "table", "tenure", "verdict"]
