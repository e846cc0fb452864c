"""The translation memory: what was translated how, whatever became of the page."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .work import BulkJob


class MemoryEntry(models.Model):
    """One text and its translation, both as segment HTML.

    The primary key follows from languages, source text and place, so that every place has one
    entry for a text. Imported entries have no place (``path`` and ``object_key`` empty); theirs
    follows from the translation, too. ``source_key`` is the text's number among all texts, see
    ``likeness.key``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source_language = models.CharField(_("source language"), max_length=12)
    target_language = models.CharField(_("target language"), max_length=12)
    source_key = models.BigIntegerField(editable=False)
    source = models.TextField(_("source text"))
    target = models.TextField(_("translation"))
    object_key = models.UUIDField(null=True, editable=False)
    path = models.TextField(blank=True, editable=False)
    title = models.CharField(_("from"), max_length=255, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("updated"))
    is_retired = models.BooleanField(
        _("retired"), default=False, help_text=_("A retired entry is never suggested.")
    )

    class Meta:
        verbose_name = _("memory entry")
        verbose_name_plural = _("translation memory")
        indexes = [
            models.Index(fields=("source_key",), name="memory_exact"),
            models.Index(fields=("-at",), name="memory_newest"),
        ]

    def __str__(self) -> str:
        return self.source[:80]


class MemorySketch(models.Model):
    """One number of a source text's sketch; texts that share some are alike, as a rule.

    ``text`` is the ``source_key`` of entries. However many places have a text, it has one sketch.
    """

    number = models.BigIntegerField()
    text = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("number", "text"), name="unique_sketch_number")
        ]

    def __str__(self) -> str:
        return f"{self.text}: {self.number}"


class MemoryImport(models.Model):
    """A file that is taken into the memory in the background, piece by piece.

    It is stored packed (gzip), since the process that reads it may run on another machine, and
    removed when everything is read. ``read`` counts the units of the file that were looked at:
    whoever takes the import up again goes on after them. ``position`` of ``size`` bytes are read.
    ``problems`` holds (line, message) of the first units that could not be used, ``skipped`` how
    many there were.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=255)
    content = models.BinaryField()
    source_language = models.CharField(max_length=12)
    target_language = models.CharField(max_length=12)
    state = models.CharField(max_length=12, choices=BulkJob.State, default=BulkJob.State.WAITING)
    size = models.PositiveIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    failure = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("import into the memory")
        verbose_name_plural = _("imports into the memory")

    def __str__(self) -> str:
        return self.name
