"""``manage.py create_groups``: groups for those who write, translate, review, run the programme."""

from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation

from sessions_app.translation import roles
from sessions_app.translation.refusal import Refusal


def codes(text: str) -> list[str]:
    """Codes of languages with commas between."""
    return [code for part in text.split(",") if (code := part.strip())]


class Command(BaseCommand):
    """Makes the groups that are missing; leaves those alone that are there."""

    help = (
        "Make groups of editors, translators, reviewers and programme managers, with what each may "
        "do in which language. A group that exists is left as it is. What a group may do is "
        "changed in the admin, under Settings → Groups."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--writes",
            type=codes,
            default=[],
            metavar="CODES",
            help="Languages in which originals are written, as in “de,en” (default: the first).",
        )
        parser.add_argument(
            "--into",
            type=codes,
            default=[],
            metavar="CODES",
            help="Languages that have translators and reviewers (default: all).",
        )
        parser.add_argument(
            "--translators-publish",
            action="store_true",
            help="Let translators publish what they have translated; else reviewers do.",
        )
        parser.add_argument(
            "--language",
            default="en",
            choices=sorted({"en", *(code for code, _name in settings.LANGUAGES)}),
            help="Language in which the groups are named (default: %(default)s).",
        )
        parser.add_argument(
            "--update",
            action="store_true",
            help="Give groups that exist what they lack; nothing is ever taken away.",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be done, and do nothing."
        )

    def handle(self, *args: Any, language: str, **options: Any) -> None:
        """Raises ``CommandError``, and writes nothing, for a language that is not there."""
        with translation.override("en"), transaction.atomic():
            try:
                everything = roles.languages()
                writes = roles.languages(options["writes"] or everything[:1])
                into = roles.languages(options["into"])
            except Refusal as refusal:
                raise CommandError(str(refusal)) from refusal
            with translation.override(language):
                wanted = roles.ready_made(
                    everything,
                    writes,
                    into,
                    translators_publish=options["translators_publish"],
                )
            self._make(wanted, update=options["update"])
            if options["dry_run"]:
                transaction.set_rollback(True)
                self.stdout.write("This was a dry run: nothing was changed.")

    def _make(self, wanted: Sequence[roles.Role], *, update: bool) -> None:
        for role in wanted:
            outcome = roles.create(role, update=update)
            if outcome.is_new:
                self.stdout.write(f"{outcome.name}: made")
            elif outcome.given:
                self.stdout.write(f"{outcome.name}: given what it lacked")
            else:
                self.stdout.write(f"{outcome.name}: left as it is")
            for what in outcome.given:
                self.stdout.write(f"  {what}")
        homeless = sorted(
            {code for role in wanted for code in role.pages}
            - {page.locale.language_code for role in wanted for page in roles.homes(role)}
        )
        for code in homeless:
            self.stdout.write(
                f"There is no page in “{code}” yet. Run this with --update once there is one."
            )
