"""What people are told by e-mail: written with the event, sent afterwards, never twice.

``telling`` writes down who is to be told of what, ``preferences`` when they want to be,
``letters`` puts it into words, ``sending`` lets it leave.
"""

from .preferences import When, Wishes, choose, wishes
from .sending import Report, forget_old, revive, send, send_soon
from .telling import (
    Event,
    answered,
    approved,
    assigned,
    is_overdue,
    mentions,
    noted,
    outdated,
    overdue,
    sent_back,
    submitted,
    tell,
)

__all__ = [
    "Event",
    "Report",
    "When",
    "Wishes",
    "answered",
    "approved",
    "assigned",
    "choose",
    "forget_old",
    "is_overdue",
    "mentions",
    "noted",
    "outdated",
    "overdue",
    "revive",
    "send",
    "send_soon",
    "sent_back",
    "submitted",
    "tell",
    "wishes",
]
