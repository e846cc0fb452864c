"""What the desk does when Wagtail says that something happened."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.signals import published

from . import cascade, glossary, rules, tasks
from .models import GlossaryTerm, PublicationRules
from .source import TranslatedModel, translated_models


def snapshot_on_publish(sender: Any, instance: Any, **kwargs: Any) -> None:
    """An original was published: have its texts frozen anew."""
    if kwargs.get("raw") or not isinstance(instance, TranslatedModel):
        return
    if instance.source_id is None:
        place = instance._meta.app_label, str(instance._meta.model_name), str(instance.pk)
        transaction.on_commit(partial(tasks.take_snapshot.enqueue, *place), robust=True)


def hide_versions(sender: Any, instance: Any, **kwargs: Any) -> None:
    """An original is about to be deleted: take its translations offline."""
    if not kwargs.get("raw") and instance.source_id is None:
        cascade.before_delete(instance)


def read_glossary_anew(sender: Any, **kwargs: Any) -> None:
    """A term was written or deleted: what is kept of the glossary is old."""
    glossary.forget()


def read_rules_anew(sender: Any, **kwargs: Any) -> None:
    """The rules of publication were changed: what is kept of them is old."""
    rules.forget()


def connect() -> None:
    """Listen, once per process."""
    published.connect(snapshot_on_publish, dispatch_uid="sessions_translation.snapshot")
    for signal in (post_save, post_delete):
        name = f"sessions_translation.glossary.{signal is post_save}"
        signal.connect(read_glossary_anew, sender=GlossaryTerm, dispatch_uid=name)
        name = f"sessions_translation.rules.{signal is post_save}"
        signal.connect(read_rules_anew, sender=PublicationRules, dispatch_uid=name)
    for model in translated_models():
        name = f"sessions_translation.hide.{model._meta.label}"
        pre_delete.connect(hide_versions, sender=model, dispatch_uid=name)
