"""What happens to translations when something happens to their original.

``offline`` unpublishes them with it, ``moving`` lets them stand where it stands, ``copying`` takes
their texts along; ``affected`` tells all that beforehand. Whatever is done here is done in the
transaction of what happens to the original: both are stored, or neither.
"""

from .affected import coming_along, moving_along, taken_offline
from .copying import bring_along
from .locking import hold, hold_tree
from .moving import announce_move, finish_move, follow, hindrances, insert
from .offline import after_delete, before_delete, keep_texts_of, take_offline
from .rows import is_original, versions
from .signing import sign

__all__ = [
    "after_delete",
    "announce_move",
    "before_delete",
    "bring_along",
    "coming_along",
    "finish_move",
    "follow",
    "hindrances",
    "hold",
    "hold_tree",
    "insert",
    "is_original",
    "keep_texts_of",
    "moving_along",
    "sign",
    "take_offline",
    "taken_offline",
    "versions",
]
