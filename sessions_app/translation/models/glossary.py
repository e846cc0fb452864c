"""The glossary: which term is to be translated how, and how not."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..words import lemmas


class GlossaryTerm(models.Model):
    """One term of the source language and what is said for it in the target language.

    A term may stand several times: with the approved translation, with forbidden ones. For
    ``DO_NOT_TRANSLATE`` the target is the source.
    """

    class Status(models.TextChoices):
        """What the translation is."""

        APPROVED = "approved", _("approved")
        FORBIDDEN = "forbidden", _("forbidden")
        DO_NOT_TRANSLATE = "keep", _("do not translate")

    class PartOfSpeech(models.TextChoices):
        """Part of speech, by the names TBX gives them."""

        NOUN = "noun", _("noun")
        PROPER_NOUN = "properNoun", _("proper noun")
        VERB = "verb", _("verb")
        ADJECTIVE = "adjective", _("adjective")
        ADVERB = "adverb", _("adverb")
        OTHER = "other", _("other")

    source_language = models.CharField(_("source language"), max_length=12)
    target_language = models.CharField(_("target language"), max_length=12)
    source = models.CharField(_("term"), max_length=255)
    target = models.CharField(_("translation"), max_length=255, blank=True)
    part_of_speech = models.CharField(
        _("part of speech"), max_length=12, choices=PartOfSpeech, default=PartOfSpeech.NOUN
    )
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.APPROVED)
    domain = models.CharField(_("domain"), max_length=120, blank=True)
    definition = models.TextField(_("definition"), blank=True)
    source_note = models.TextField(_("note on the term"), blank=True)
    target_note = models.TextField(_("note on the translation"), blank=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        ordering = ["source", "target"]
        constraints = [
            models.UniqueConstraint(
                fields=("source_language", "target_language", "source", "target"),
                name="unique_glossary_term",
                violation_error_message=_("This translation of the term is there already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}" if self.target else self.source

    def clean(self) -> None:
        """Write terms with single spaces, and refuse what could be found in no text.

        A term that is not to be translated is its own translation.
        """
        super().clean()
        self.source, self.target = " ".join(self.source.split()), " ".join(self.target.split())
        problems: dict[str, Any] = {}
        if self.source and not lemmas.tokens(self.source):
            problems["source"] = _("A term has letters or digits.")
        if self.target and not lemmas.tokens(self.target):
            problems["target"] = _("A translation has letters or digits.")
        if self.source_language and self.source_language == self.target_language:
            problems["target_language"] = _("Source and target are the same language.")
        if self.status == self.Status.DO_NOT_TRANSLATE:
            self.target = self.source
        elif not self.target:
            problems["target"] = _("Only what is not to be translated has no translation.")
        elif self.status == self.Status.APPROVED and self.target == self.source:
            problems["status"] = _("What stays as it is has the status “do not translate”.")
        if problems:
            raise ValidationError(problems)
