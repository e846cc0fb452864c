"""The content of a programme."""

from .labels import Room, SessionFormat, Track
from .media import Photo, PhotoRendition
from .partners import Partner
from .parts import Appearance, Material, Slot
from .people import Speaker
from .programme import ProgrammePage
from .releases import ProgrammeRelease
from .session import SessionPage

__all__ = [
    "Appearance",
    "Material",
    "Partner",
    "Photo",
    "PhotoRendition",
    "ProgrammePage",
    "ProgrammeRelease",
    "Room",
    "SessionFormat",
    "SessionPage",
    "Slot",
    "Speaker",
    "Track",
]
