"""Releases of a programme: what everybody was told, and when."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .programme import ProgrammePage


class ProgrammeRelease(models.Model):
    """A version of the programme as it was told to the public.

    ``state`` is what the programme was then, ``changes`` what had become of it since the release
    before; both as `programme.releases` writes them. ``notes`` are words of the organisers by
    language code.
    """

    programme = models.ForeignKey(
        ProgrammePage,
        verbose_name=_("programme"),
        on_delete=models.CASCADE,
        related_name="releases",
    )
    version = models.CharField(_("version"), max_length=40)
    released_at = models.DateTimeField(_("released"), default=timezone.now, editable=False)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("released by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    notes = models.JSONField(_("notes"), default=dict, blank=True)
    state = models.JSONField(default=dict, editable=False)
    changes = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("release of the programme")
        verbose_name_plural = _("releases of the programme")
        ordering = ["-released_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=("programme", "version"),
                name="unique_programme_version",
                violation_error_message=_("There is a release of that name already."),
            )
        ]

    def __str__(self) -> str:
        return self.version
