"""What the stories ask of a site, and what is the same on every site."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Locale,
    Page,
    Workflow,
    WorkflowTask,
)
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource


class World(ABC):
    """A site in German and English with a home page in each, and an administrator."""

    # wagtail-localize's addresses, written out: where they are taken away they have no name.
    LOCALIZE = "/admin/localize"

    def __init__(self) -> None:
        self.number = count(1)
        self.locales: dict[str, Locale] = {}
        self.homes: dict[str, Page] = {}
        self.admin: Any = None

    # What differs: the models, and how a translation is made.

    @abstractmethod
    def person(self, position: str, language: str = "de", version_of: Any = None) -> Any:
        """A live person; with ``version_of`` another row of that one, made by hand."""

    @abstractmethod
    def panel(
        self,
        title: str,
        person: Any = None,
        language: str = "de",
        summary: str = "",
        body: str = "",
    ) -> Any:
        """A live page that names ``person``."""

    @abstractmethod
    def submit(self, original: Any, language: str, user: Any = None) -> None:
        """Have it translated, with what it names."""

    @abstractmethod
    def write(self, original: Any, language: str, field: str, text: str, user: Any = None) -> None:
        """Translate the text of ``field``, as its translators do."""

    @abstractmethod
    def keep_as_draft(self, original: Any, language: str) -> None:
        """Keep what was written without publishing it."""

    @abstractmethod
    def release(self, original: Any, language: str, user: Any = None) -> None:
        """Publish the translation, as its publishers do."""

    @abstractmethod
    def bring_up_to_date(self, original: Any) -> None:
        """Bring the translations up to a change of ``original``, and publish what may be."""

    @abstractmethod
    def linked(self, text: str) -> str:
        """``text`` as the link of a text that has one, as translators write it."""

    @abstractmethod
    def may(self, group: Group, language: str, actions: Iterable[str]) -> None:
        """Tell ``group`` what it may do in a language, where that can be told."""

    # What is the same.

    def row(self, original: Any, language: str) -> Any:
        """The row of ``original`` in that language as the database has it, or None."""
        rows = type(original)._default_manager.filter(translation_key=original.translation_key)
        return rows.filter(locale__language_code=language).first()

    def translation(self, original: Any, language: str) -> Translation | None:
        """wagtail-localize's Translation of ``original`` into that language, or None."""
        found = Translation.objects.filter(source__object_id=original.translation_key)
        return found.filter(target_locale__language_code=language).first()

    def source(self, original: Any) -> TranslationSource | None:
        """wagtail-localize's source of ``original``, or None."""
        return TranslationSource.objects.filter(object_id=original.translation_key).first()

    def segment(self, original: Any, field: str) -> StringSegment:
        """The text of ``field``."""
        segments = StringSegment.objects.filter(source__object_id=original.translation_key)
        return segments.filter(context__path__startswith=field).order_by("order").first()

    def texts(self, original: Any) -> list[str]:
        """All translated texts of ``original``, in all languages."""
        found = StringTranslation.objects.filter(context__object_id=original.translation_key)
        return sorted(found.values_list("data", flat=True))

    def directions(self, original: Any) -> set[tuple[str, str]]:
        """From which language into which it is translated."""
        found = Translation.objects.filter(source__object_id=original.translation_key, enabled=True)
        return set(
            found.values_list("source__locale__language_code", "target_locale__language_code")
        )

    def stop(self, original: Any, language: str) -> None:
        """Stop the translation, so that it is not kept up any more."""
        Translation.objects.filter(pk=self.translation(original, language).pk).update(enabled=False)

    def change(self, original: Any, **texts: str) -> None:
        """An editor changes the original and publishes it."""
        edited = type(original)._default_manager.get(pk=original.pk)
        for name, text in texts.items():
            setattr(edited, name, text)
        edited.save_revision(user=self.admin).publish(user=self.admin)

    def client(self, user: Any = None) -> Client:
        """A browser in which ``user`` (the administrator) is logged in."""
        client = Client(raise_request_exception=False)
        client.force_login(user or self.admin)
        return client

    def user(
        self,
        *rights: str,
        pages: Mapping[Page, Iterable[str]] | None = None,
        languages: Mapping[str, Iterable[str]] | None = None,
    ) -> Any:
        """Somebody with access to the admin and, by one group, these rights.

        ``rights`` are "app.codename", ``pages`` codenames by page, ``languages`` what the group
        may do in a language where a site knows such rights.
        """
        number = next(self.number)
        group = Group.objects.create(name=f"group-{number}")
        for right in ("wagtailadmin.access_admin", *rights):
            app_label, codename = right.split(".")
            group.permissions.add(
                Permission.objects.get(content_type__app_label=app_label, codename=codename)
            )
        for page, codenames in (pages or {}).items():
            for codename in codenames:
                permission = Permission.objects.get(
                    content_type__app_label="wagtailcore", codename=codename
                )
                GroupPagePermission.objects.create(group=group, page=page, permission=permission)
        for language, actions in (languages or {}).items():
            self.may(group, language, actions)
        user = get_user_model().objects.create_user(f"user-{number}")
        user.groups.add(group)
        return user

    def start_workflow(self, row: Any, approver: Any) -> Any:
        """Ask ``approver`` to check the newest revision of ``row``."""
        task = GroupApprovalTask.objects.create(name="Check")
        task.groups.set(approver.groups.all())
        workflow = Workflow.objects.create(name="Review")
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
        return workflow.start(type(row)._default_manager.get(pk=row.pk), self.admin)

    def approve(self, row: Any, running: Any, approver: Any) -> None:
        """``approver`` says yes in Wagtail's own way."""
        arguments = [row.pk, "approve", running.current_task_state.pk]
        self.client(approver).post(reverse("wagtailadmin_pages:workflow_action", args=arguments))

    def edit_url(self, snippet: Any) -> str:
        """Where Wagtail edits a snippet."""
        meta = snippet._meta
        name = f"wagtailsnippets_{meta.app_label}_{meta.model_name}:edit"
        return reverse(name, args=[snippet.pk])
