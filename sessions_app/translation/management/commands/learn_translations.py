"""Teach the memory what was translated before it was there."""

from typing import Any

from django.core.management.base import BaseCommand
from wagtail.models import Locale

from sessions_app.translation import drafting, localize

# Objects whose texts are read at once.
BATCH = 50


class Command(BaseCommand):
    """Reads every translation that a person wrote; can be run again at any time."""

    help = "Teach the translation memory every text that was translated by people so far."

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through all languages, a few objects at a time."""
        learnt = 0
        for locale in Locale.objects.all():
            found = localize.translations_into(locale)
            for start in range(0, len(found), BATCH):
                learnt += drafting.teach(found[start : start + BATCH])
        self.stdout.write(f"Texts learnt: {learnt}")
