"""What people are told by e-mail, and what they do not want to be told."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """One thing that one person is to be told; the outbox of the desk.

    It is written in the transaction of what it tells of and sent afterwards, so that a mail server
    that does not answer hinders nothing. ``key`` names the event: whoever tries to tell the same
    person of it again is refused by the database. ``sent_at`` is set before the letter leaves, so
    that nobody gets it twice; where that failed it says when it was tried last, and ``attempts``
    how often. ``values`` holds what the letter says besides.
    """

    class Kind(models.TextChoices):
        """What happened."""

        ASSIGNED = "assigned", _("something is assigned to me")
        SUBMITTED = "submitted", _("something waits for my review")
        SENT_BACK = "sent_back", _("something came back from review")
        APPROVED = "approved", _("something of mine was approved")
        MENTIONED = "mentioned", _("a note names me")
        OUTDATED = "outdated", _("the original of a live translation has changed")
        OVERDUE = "overdue", _("something of mine is overdue")

    class State(models.TextChoices):
        """Where the letter is."""

        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="translation_notices"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    key = models.CharField(max_length=255)
    translation = models.ForeignKey(
        "wagtail_localize.Translation", null=True, on_delete=models.CASCADE, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    values = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [models.UniqueConstraint(fields=("to", "key"), name="unique_notice")]
        indexes = [models.Index(fields=("state", "at"), name="notice_waiting")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.to_id}"


class NoticePreferences(models.Model):
    """What a person wants to be told of, and when.

    ``immediate`` and ``digest`` list kinds of :class:`Notice`: told at once, or once a day. A kind
    in neither is not told. Who has no row gets :data:`IMMEDIATE` and :data:`DIGEST`.
    """

    IMMEDIATE = ("assigned", "submitted", "sent_back", "mentioned")
    DIGEST = ("approved", "outdated", "overdue")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="translation_notice_preferences",
    )
    immediate = models.JSONField(default=list)
    digest = models.JSONField(default=list)

    def __str__(self) -> str:
        return str(self.user_id)
