"""The one way a translation goes live."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser


@dataclass(frozen=True)
class Reason:
    """Why a release is refused: a code for programs, a sentence for people, where to look."""

    code: str
    message: str
    translation: int | None = None
    segment: int | None = None


class ReleaseRefused(Exception):
    """Nothing was released; ``reasons`` lists why."""

    def __init__(self, reasons: list[Reason]) -> None:
        super().__init__("; ".join(reason.message for reason in reasons))
        self.reasons = reasons


def reasons(translation: Any, user: AbstractBaseUser) -> list[Reason]:
    """Everything that stands against releasing ``translation`` now; empty when it may go live."""
    raise NotImplementedError


def release(translation: Any, user: AbstractBaseUser) -> Any:
    """Make the translation live, with the related snippets that changed, in one transaction.

    Returns the live target row. Raises :class:`ReleaseRefused`; then nothing has changed.
    """
    raise NotImplementedError
