"""Carry out the releases that were planned for a moment that has come."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from ... import timing
from ...models import PlannedRelease


class Command(BaseCommand):
    """Meant for a timer, beside ``publish_scheduled``; any number of processes may run it at once.

    Every plan is a transaction of its own: one that cannot be carried out stops none of the others.
    The exit status is 1 where one could not, with the reasons on standard error.
    """

    help = "Releases the translations whose planned moment has come."

    def handle(self, *args: Any, **options: Any) -> None:
        """Carry out what is due, and say what became of each."""
        done = failed = 0
        for pk in timing.due():
            try:
                plan = timing.carry_out(pk)
            except OperationalError as error:
                failed += 1
                self.stderr.write(f"Plan {pk} has to wait, the database does not answer: {error}")
                continue
            if plan is None:
                # Another process was quicker, or somebody called it off.
                continue
            source, locale = plan.translation.source, plan.translation.target_locale
            name = f"“{source.object_repr}” ({locale.language_code})"
            if plan.state == PlannedRelease.State.DONE:
                done += 1
                self.stdout.write(f"Released: {name}")
            else:
                failed += 1
                self.stderr.write(f"Not released: {name}: {plan.problem}")
        self.stdout.write(f"{done} released, {failed} failed.")
        if failed:
            named = "planned release" if failed == 1 else "planned releases"
            raise CommandError(f"{failed} {named} could not be carried out.")
