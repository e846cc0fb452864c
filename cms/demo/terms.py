"""The demo's glossary, taken in as an editor would take the file."""

from typing import Any

from sessions_app.translation.exchange import glossary_csv
from sessions_app.translation.glossary import importing
from sessions_app.translation.models import GlossaryTerm

from .reading import FOLDER


def are_missing() -> bool:
    """Whether there is no term at all. A glossary that somebody has changed is theirs."""
    return not GlossaryTerm.objects.exists()


def load(user: Any) -> int:
    """Take the terms of ``content/glossary.csv``; how many were made.

    Raises ``Refusal`` for a file with problems.
    """
    planned = importing.plan(glossary_csv.read((FOLDER / "glossary.csv").read_bytes()))
    importing.take(planned, user)
    return len(planned.new)
