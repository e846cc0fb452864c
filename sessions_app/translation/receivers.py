"""What the desk does when Wagtail says that something happened."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.admin import signal_handlers
from wagtail.models import Locale, ModelLogEntry, Page, PageLogEntry, WorkflowState
from wagtail.signals import (
    post_page_move,
    pre_page_move,
    published,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from . import carrying, cascade, glossary, localize, rules, tasks
from .models import GlossaryTerm, PublicationRules, TranslationReviewTask
from .source import TranslatedModel, translated_models


def snapshot_on_publish(sender: Any, instance: Any, **kwargs: Any) -> None:
    """An original was published: have its texts frozen anew."""
    if kwargs.get("raw") or not isinstance(instance, TranslatedModel):
        return
    if instance.source_id is None:
        place = instance._meta.app_label, str(instance._meta.model_name), str(instance.pk)
        transaction.on_commit(partial(tasks.take_snapshot.enqueue, *place), robust=True)


def release_with_original(sender: Any, instance: Any, **kwargs: Any) -> None:
    """An original was published: what was to go live together with it does so."""
    if not kwargs.get("raw") and isinstance(instance, TranslatedModel):
        carrying.follow(instance)


def hide_versions(sender: Any, instance: Any, **kwargs: Any) -> None:
    """An original is about to be deleted: take its translations offline."""
    cascade.before_delete(instance)


def keep_open(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A translation was deleted: its texts are kept, it can be released anew."""
    cascade.after_delete(instance)


def hold_versions(sender: Any, instance: Any, **kwargs: Any) -> None:
    """An original is about to be stored as not public: whoever releases waits, or is waited for."""
    if _goes_offline(instance, **kwargs):
        cascade.hold(instance)


def follow_offline(sender: Any, instance: Any, **kwargs: Any) -> None:
    """An original was stored as not public: its translations go offline with it."""
    if _goes_offline(instance, **kwargs):
        cascade.take_offline(instance)


def _goes_offline(instance: Any, **kwargs: Any) -> bool:
    """Whether an original that was there before is stored as one that is not public."""
    if kwargs.get("raw") or kwargs.get("created") or instance._state.adding:
        return False
    fields = kwargs.get("update_fields")
    is_told = fields is None or "live" in fields
    return is_told and not getattr(instance, "live", True) and cascade.is_original(instance)


def refuse_move(sender: Any, instance: Any, parent_page_after: Any, **kwargs: Any) -> None:
    """A page is about to be moved: not to where its translations cannot follow."""
    cascade.announce_move(instance, parent_page_after)


def follow_move(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A page was moved: its translations go where it went."""
    if not kwargs.get("raw"):
        cascade.finish_move(instance)


def read_log(sender: Any, instance: Any, created: bool, **kwargs: Any) -> None:
    """Something was entered in Wagtail's log: who did it, and whether it was a copy.

    Wagtail sends no signal of its own when a page was copied.
    """
    if not created or kwargs.get("raw"):
        return
    cascade.sign(instance)
    if isinstance(instance, PageLogEntry) and instance.action == "wagtail.copy":
        copy = instance.page
        if isinstance(copy, TranslatedModel) and copy.copied_from is not None:
            cascade.bring_along(copy.copied_from, copy)


def keep_texts(sender: Any, instance: Locale, **kwargs: Any) -> None:
    """A language is about to be deleted, with all that stands in it."""
    cascade.keep_texts_of(instance)


def read_glossary_anew(sender: Any, **kwargs: Any) -> None:
    """A term was written or deleted: what is kept of the glossary is old."""
    glossary.forget()


def read_rules_anew(sender: Any, **kwargs: Any) -> None:
    """The rules of publication were changed: what is kept of them is old."""
    rules.forget()


# Wagtail's letters about workflows, by the names under which it connects them.
WAGTAILS_LETTERS = (
    (workflow_submitted, "submitted", signal_handlers.workflow_submission_email_notifier),
    (workflow_rejected, "rejected", signal_handlers.workflow_rejection_email_notifier),
    (workflow_approved, "approved", signal_handlers.workflow_approval_email_notifier),
)


def letter_on_workflow(letter: Any) -> Any:
    """A receiver that sends Wagtail's letter about any workflow but a review of translations.

    Of those the desk tells by itself: nobody is written to twice, and no mail server that fails
    undoes what was submitted.
    """

    def receive(sender: Any, instance: Any, **kwargs: Any) -> None:
        own = TranslationReviewTask.objects.filter(workflow_tasks__workflow=instance.workflow_id)
        if not own.exists():
            letter(sender=sender, instance=instance, **kwargs)

    return receive


def connect() -> None:
    """Listen, once per process."""
    published.connect(snapshot_on_publish, dispatch_uid="sessions_translation.snapshot")
    # After the snapshot was asked for: its texts are the original's of now.
    published.connect(release_with_original, dispatch_uid="sessions_translation.joint_release")
    for signal, step, letter in WAGTAILS_LETTERS:
        # Whichever of the two apps is ready first: under one name one receiver is connected.
        name = f"workflow_state_{step}_email_notification"
        signal.disconnect(sender=WorkflowState, dispatch_uid=name)
        receiver = letter_on_workflow(letter)
        signal.connect(receiver, sender=WorkflowState, dispatch_uid=name, weak=False)
    for signal in (post_save, post_delete):
        name = f"sessions_translation.glossary.{signal is post_save}"
        signal.connect(read_glossary_anew, sender=GlossaryTerm, dispatch_uid=name)
        name = f"sessions_translation.rules.{signal is post_save}"
        signal.connect(read_rules_anew, sender=PublicationRules, dispatch_uid=name)
    localize.stop_deleted_first()
    models: list[Any] = translated_models()
    for model in models:
        name = f"sessions_translation.hide.{model._meta.label}"
        pre_delete.connect(hide_versions, sender=model, dispatch_uid=name)
        # Of a page what is deleted last is the bare one.
        table = model.get_translation_model()
        name = f"sessions_translation.keep_open.{table._meta.label}"
        post_delete.connect(keep_open, sender=table, dispatch_uid=name)
    # Wagtail unpublishes and moves pages without asking which kind they are of.
    for model in (Page, *models):
        name = f"sessions_translation.offline.{model._meta.label}"
        pre_save.connect(hold_versions, sender=model, dispatch_uid=name)
        post_save.connect(follow_offline, sender=model, dispatch_uid=name)
    pre_page_move.connect(refuse_move, dispatch_uid="sessions_translation.move")
    for signal in (post_save, post_page_move):
        sender = Page if signal is post_save else None
        signal.connect(follow_move, sender=sender, dispatch_uid="sessions_translation.move")
    for entries in (PageLogEntry, ModelLogEntry):
        name = f"sessions_translation.log.{entries._meta.label}"
        post_save.connect(read_log, sender=entries, dispatch_uid=name)
    pre_delete.connect(keep_texts, sender=Locale, dispatch_uid="sessions_translation.locale")
