"""Send the letters that wait."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from ... import notices


class Command(BaseCommand):
    """Tries anew what could not be sent; once a day it gathers what is wanted once a day."""

    help = "Sends the notices that wait; with --digest those that people want once a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is to be sent."""
        parser.add_argument(
            "--digest",
            action="store_true",
            help="send what people want once a day, what became overdue among it",
        )
        parser.add_argument(
            "--failed", action="store_true", help="try what was given up from the beginning"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, and say how many letters left."""
        if options["failed"]:
            self.stdout.write(f"{notices.revive()} notices are tried anew.")
        if options["digest"]:
            notices.overdue(timezone.localdate())
            notices.forget_old()
        report = notices.send(daily=options["digest"])
        self.stdout.write(f"{report.sent} letters sent.")
        if report.failed:
            self.stderr.write(f"{report.failed} letters could not be sent and are tried again.")
