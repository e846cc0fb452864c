"""One action on many objects, done step by step, whoever does the steps.

Every step is one transaction that holds the job's row: two runners take turns, and what a killed
one had not finished is as if it had never begun.
"""

from .actions import Line, Outcome
from .running import MAY_START, STEP, TOGETHER, Item, is_finished, is_together, may_start, plan, run

__all__ = [
    "MAY_START",
    "STEP",
    "TOGETHER",
    "Item",
    "Line",
    "Outcome",
    "is_finished",
    "is_together",
    "may_start",
    "plan",
    "run",
]
