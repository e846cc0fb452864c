"""``manage.py list_checks``: what is asked of every translated text."""

import re
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from sessions_app.translation.checks import Check, registry

# What Markdown would read as more than a sign.
_MARKUP = re.compile(r"[|*]")


class Command(BaseCommand):
    """Prints a table of all checks of the host, the gravest first."""

    help = (
        "Print the checks of translated texts as a Markdown table: identifier, severity, name, what"
        " each asks for. An error stands against a release; warnings and hints do not."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--language",
            default=settings.LANGUAGE_CODE,
            choices=[code for code, _name in settings.LANGUAGES],
            help="Language of the table (default: %(default)s).",
        )

    def handle(self, *args: Any, language: str, **options: Any) -> None:
        """Raises ``CommandError`` where the setting of the checks is wrong."""
        try:
            checks = registry().values()
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        with translation.override(language):
            for line in _table(sorted(checks, key=lambda check: -check.severity)):
                self.stdout.write(line)


def _table(checks: Iterable[Check]) -> Iterator[str]:
    """The lines of a Markdown table."""
    yield _line(*map(str, (_("Identifier"), _("Severity"), _("Name"), _("What it asks for"))))
    yield _line("---", "---", "---", "---")
    for check in checks:
        yield _line(
            f"`{check.identifier}`",
            str(check.severity.label),
            str(check.name),
            str(check.description),
        )


def _line(*cells: str) -> str:
    escaped = (_MARKUP.sub(r"\\\g<0>", cell) for cell in cells)
    return f"| {' | '.join(escaped)} |"
