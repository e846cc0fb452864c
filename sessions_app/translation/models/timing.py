"""Releases that wait for a moment."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PlannedRelease(models.Model):
    """A translation whose texts are frozen and go live later: at ``at``, or with the original.

    ``at`` is None where the release waits for the original's next publication (joint publishing).
    ``page`` is the plan of the page with which a snippet goes live; the plans of a page and of its
    snippets are carried out in one transaction. A snippet may wait in the plans of several pages,
    an object has one plan of its own. ``revision`` is None where somebody purged it: such a plan
    fails. ``digest`` is that of the source's texts as of the planning, ``problem`` says why the
    last attempt failed.
    """

    class State(models.TextChoices):
        """Where the plan is."""

        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    translation = models.ForeignKey(
        "wagtail_localize.Translation", on_delete=models.CASCADE, related_name="planned_releases"
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    digest = models.CharField(max_length=64)
    page = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="snippets")
    at = models.DateTimeField(_("at"), null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    problem = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("planned release")
        verbose_name_plural = _("planned releases")
        indexes = [models.Index(fields=("state", "at"), name="planned_release_due")]
        constraints = [
            models.UniqueConstraint(
                fields=("translation",),
                condition=models.Q(state="waiting", page__isnull=True),
                name="one_waiting_release",
            )
        ]

    def __str__(self) -> str:
        return f"{self.translation_id}: {self.at or self.get_state_display()}"
