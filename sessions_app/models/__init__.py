"""The content of a programme."""

from .media import Photo, PhotoRendition
from .partners import Partner
from .people import Speaker
from .programme import ProgrammePage, Room, SessionFormat, Track
from .session import Appearance, Material, SessionPage, Slot

__all__ = [
    "Appearance",
    "Material",
    "Partner",
    "Photo",
    "PhotoRendition",
    "ProgrammePage",
    "Room",
    "SessionFormat",
    "SessionPage",
    "Slot",
    "Speaker",
    "Track",
]
