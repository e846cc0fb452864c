"""What happened to a text: who wrote what, what was said about it, which findings were waived."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SegmentEvent(models.Model):
    """One thing that happened to one text in one language.

    The place of a text is its context (wagtail-localize's path within an object); ``string`` is
    what the source said there. ``before`` and ``after`` are segment HTML. Saves of one person
    within some minutes of one another are one event, which began at ``span`` (microseconds since
    1970), so that autosave leaves no trail of half words. ``origin`` names where a text came from
    that nobody typed (a memory, an engine), or that a reviewer wrote it while reading.
    ``text`` is a note, the reason of a dismissal, or what is to be changed; ``is_open`` says that a
    note is not resolved, that a dismissal or a verdict holds; ``closed_by`` and ``closed_at`` tell
    who took it back. ``parent`` is the note that is
    answered. That a text needs work or is approved holds as long as it is the one in ``after``.
    """

    class Kind(models.TextChoices):
        """What happened."""

        SAVED = "saved", _("saved")
        KEPT = "kept", _("kept as in the original")
        FILLED = "filled", _("filled in")
        CONFIRMED = "confirmed", _("confirmed")
        NOTE = "note", _("note")
        DISMISSED = "dismissed", _("finding dismissed")
        NEEDS_WORK = "needs_work", _("needs work")
        APPROVED = "approved", _("approved")
        REVERTED = "reverted", _("taken back to an earlier version")

    context = models.ForeignKey(
        "wagtail_localize.TranslationContext", on_delete=models.CASCADE, related_name="+"
    )
    string = models.ForeignKey(
        "wagtail_localize.String", on_delete=models.CASCADE, related_name="+"
    )
    locale = models.ForeignKey("wagtailcore.Locale", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    span = models.BigIntegerField(null=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    origin = models.CharField(max_length=64, blank=True)
    check_id = models.CharField(max_length=32, blank=True)
    detail = models.CharField(max_length=255, blank=True)
    text = models.TextField(blank=True)
    is_open = models.BooleanField(default=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="replies")

    class Meta:
        verbose_name = _("event of a text")
        verbose_name_plural = _("events of texts")
        indexes = [models.Index(fields=("context", "locale", "at"), name="event_place")]
        constraints = [
            # Several nulls of ``span`` stand side by side: only saves are gathered.
            models.UniqueConstraint(
                fields=("context", "string", "locale", "kind", "by", "span"),
                name="unique_event_of_span",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"


class StringSize(models.Model):
    """How many words a source text has, as translators charge them."""

    string = models.OneToOneField(
        "wagtail_localize.String", on_delete=models.CASCADE, related_name="size"
    )
    words = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.string_id}: {self.words}"
