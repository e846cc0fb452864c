"""What was said when: digests of the source's texts, releases, and which text followed which."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceState(models.Model):
    """Digest of a source's texts as of its newest snapshot."""

    source = models.OneToOneField(
        "wagtail_localize.TranslationSource", on_delete=models.CASCADE, related_name="state"
    )
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.source_id}: {self.digest[:12]}"


class Release(models.Model):
    """The newest release of a translation: which source texts it carries, and in which revision.

    ``at`` is when the texts were frozen; a review or a plan lets them go live later.
    """

    source = models.ForeignKey(
        "wagtail_localize.TranslationSource", on_delete=models.CASCADE, related_name="releases"
    )
    locale = models.ForeignKey("wagtailcore.Locale", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        constraints = [models.UniqueConstraint(fields=("source", "locale"), name="unique_release")]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.locale_id}: {self.at:%Y-%m-%d %H:%M}"


class Succession(models.Model):
    """Which text stood in a place before the text that stands there now."""

    context = models.ForeignKey(
        "wagtail_localize.TranslationContext", on_delete=models.CASCADE, related_name="+"
    )
    string = models.ForeignKey(
        "wagtail_localize.String", on_delete=models.CASCADE, related_name="+"
    )
    previous = models.ForeignKey(
        "wagtail_localize.String", on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("context", "string"), name="unique_succession")
        ]

    def __str__(self) -> str:
        return f"{self.string_id} ← {self.previous_id}"
