"""``manage.py load_demo``: the demo's content and log-ins."""

import logging
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from cms.demo.accounts import ACCOUNTS, PASSWORD
from cms.demo.loading import Loader, states


class Command(BaseCommand):
    """Makes what is missing of the demo; leaves what is there as people left it."""

    help = (
        "Load the demo: a two-day programme in German and English, in every state of translation, "
        "and five log-ins. Can be run again: what exists is kept with all edits, what was deleted "
        "is made again. Refuses to run where the setting DEMO is not True."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--port", type=int, help="Port the demo is served on (default: that of BASE_URL)."
        )

    def handle(self, *args: Any, port: int | None = None, **options: Any) -> None:
        """Raises ``CommandError``, and writes nothing, where settings are not those of a demo."""
        if getattr(settings, "DEMO", False) is not True:
            raise CommandError(
                "The demo has log-ins that everybody knows. It is loaded with demo settings alone "
                "(DEMO = True), never with those of production."
            )
        base_url = _with_port(settings.BASE_URL, port)
        begun = monotonic()
        # Addresses are made from titles and revisions name their authors: in the site's language.
        with translation.override(settings.LANGUAGE_CODE), _quiet():
            made = Loader(base_url, self.stdout.write).load()
        if made:
            self.stdout.write(f"{made} objects made in {monotonic() - begun:.0f} s")
        else:
            self.stdout.write("The demo is there already; nothing was changed.")
        self._say_where(base_url)

    def _say_where(self, base_url: str) -> None:
        base = base_url.rstrip("/")
        counts = Counter(states("en").values())
        summary = ", ".join(f"{count} {state}" for state, count in counts.most_common())
        lines = [
            "",
            "Where to look",
            f"  {base}/de/            the site in German",
            f"  {base}/en/            the site in English",
            f"  {base}/de/programm/   the programme, {base}/en/programme/ in English",
            f"  {base}/admin/         the admin; “Translations” in its menu is the desk",
            f"  English sessions: {summary}",
            "",
            f"Log-ins (password “{PASSWORD}”)",
            *(f"  {a.username:<12}{a.shows}" for a in ACCOUNTS),
        ]
        self.stdout.write("\n".join(lines))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Wagtail's line for every single change out of the command's own account."""
    logger = logging.getLogger("wagtail")
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)


def _with_port(base_url: str, port: int | None) -> str:
    parts = urlsplit(base_url)
    if port is None:
        return base_url
    return urlunsplit(parts._replace(netloc=f"{parts.hostname}:{port}"))
