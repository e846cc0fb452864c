"""Who may do what in which language."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    """What a group can be allowed to do in a language.

    ``WRITE`` concerns originals (the language in which something was written first), the others
    concern translations into the language.
    """

    WRITE = "write", _("write originals")
    TRANSLATE = "translate", _("translate")
    REVIEW = "review", _("review")
    PUBLISH = "publish", _("publish translations")


class LocalePermission(models.Model):
    """One action in one language, given to one group."""

    group = models.ForeignKey(
        "auth.Group", on_delete=models.CASCADE, related_name="locale_permissions"
    )
    locale = models.ForeignKey("wagtailcore.Locale", on_delete=models.CASCADE, related_name="+")
    action = models.CharField(_("action"), max_length=12, choices=Action)

    class Meta:
        verbose_name = _("language permission")
        verbose_name_plural = _("language permissions")
        constraints = [
            models.UniqueConstraint(
                fields=("group", "locale", "action"), name="unique_locale_permission"
            )
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.get_action_display()} ({self.locale})"
