"""Who is to translate what, and what is done in the background for many objects at once."""

import uuid
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Assignment(models.Model):
    """The person who is to bring an object into a language, by when, and what there is to know."""

    class Priority(models.IntegerChoices):
        """How much it matters."""

        LOW = 1, _("low")
        NORMAL = 2, _("normal")
        HIGH = 3, _("high")

    translation = models.OneToOneField(
        "wagtail_localize.Translation", on_delete=models.CASCADE, related_name="assignment"
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    due = models.DateField(_("due"), null=True, blank=True)
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority, default=Priority.NORMAL
    )
    instruction = models.TextField(_("instruction"), blank=True, max_length=2000)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")

    def __str__(self) -> str:
        return f"{self.translation_id} → {self.assignee}"

    def due_after(self, released_at: datetime | None) -> date | None:
        """The date that is still to be kept; none where it was released since it was assigned."""
        return None if released_at is not None and released_at >= self.at else self.due


class BulkJob(models.Model):
    """One action on many objects, done in the background, object by object.

    ``items`` lists what is to be done (pairs of content type and primary key as text), ``done``
    tells how many of them were; ``report`` holds one row per finished item:
    ``{"title", "outcome", "message", "url"}``. Whoever takes the job up again goes on after the
    last finished item.
    """

    class Action(models.TextChoices):
        """What is done to every object."""

        OPEN = "open", _("Open for translation")
        FILL = "fill", _("Fill in from memory")
        ASSIGN = "assign", _("Assign")
        SUBMIT = "submit", _("Submit for review")
        RELEASE = "release", _("Release")

    class State(models.TextChoices):
        """Where the job is."""

        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        FINISHED = "finished", _("finished")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    action = models.CharField(max_length=12, choices=Action)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    locale = models.ForeignKey("wagtailcore.Locale", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    options = models.JSONField(default=dict)
    items = models.JSONField(default=list)
    done = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("bulk job")
        verbose_name_plural = _("bulk jobs")

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.done}/{len(self.items)}"
