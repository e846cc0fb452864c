"""The demo's pictures: drawn, never photographed; the same on every machine."""

from .circles import rings
from .marks import wordmark
from .people import figure
from .places import place

__all__ = ["figure", "place", "rings", "wordmark"]
