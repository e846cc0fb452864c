"""The project as the stories of ``tests.stock`` see it: everything by the desk's own screens."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.test import TestCase
from django.urls import reverse

from sessions_app.models import SessionPage, Speaker
from sessions_app.translation import drafting, localize
from sessions_app.translation.models import Action, LocalePermission
from tests.factories import body as make_body
from tests.factories import make_session, make_site, make_speaker, make_superuser
from tests.stock.world import World


class Project(World):
    """Sessions and speakers, behind the guard."""

    def __init__(self) -> None:
        super().__init__()
        house = make_site(domain="testserver")
        self.locales, self.homes = house.locales, house.homes
        self.programmes = house.programmes
        self.admin = make_superuser()

    def person(self, position: str, language: str = "de", version_of: Any = None) -> Speaker:
        key = {"translation_key": version_of.translation_key} if version_of else {}
        return make_speaker("Ada", position=position, locale=language, **key)

    def panel(
        self,
        title: str,
        person: Any = None,
        language: str = "de",
        summary: str = "",
        body: str = "",
    ) -> SessionPage:
        return make_session(
            self.programmes[language],
            title=title,
            slug=f"panel-{next(self.number)}",
            people=[person] if person else [],
            summary=summary,
            body=make_body(text_html=body) if body else None,
        )

    def submit(self, original: Any, language: str, user: Any = None) -> None:
        content_type = ContentType.objects.get_for_model(original).pk
        arguments = [content_type, original.pk, language]
        self.client(user).post(reverse("sessions_translation:open", args=arguments))

    def write(self, original: Any, language: str, field: str, text: str, user: Any = None) -> None:
        translation = self.translation(original, language)
        rows = localize.segment_rows([translation])[translation.pk]
        (row,) = [row for row in rows if row.path.startswith(field)]
        form = {"text": text, "version": drafting.version(row.target)}
        url = reverse("sessions_translation:save", args=[translation.pk, row.id])
        self.client(user).post(url, form)

    def keep_as_draft(self, original: Any, language: str) -> None:
        """What is written is kept at once; a draft is what a preview shows."""
        translation = self.translation(original, language)
        self.client().get(reverse("sessions_translation:preview", args=[translation.pk]))

    def release(self, original: Any, language: str, user: Any = None) -> None:
        translation = self.translation(original, language)
        self.client(user).post(reverse("sessions_translation:release", args=[translation.pk]))

    def change(self, original: Any, **texts: str) -> None:
        """With what waits for the end of the transaction."""
        with TestCase.captureOnCommitCallbacks(execute=True):
            super().change(original, **texts)

    def bring_up_to_date(self, original: Any) -> None:
        """Snapshots are taken without being asked; what may be published is a release."""
        self.release(original, "en")

    def linked(self, text: str) -> str:
        return f"{{1}}{text}{{/1}}"

    def may(self, group: Group, language: str, actions: Iterable[str]) -> None:
        for action in actions:
            LocalePermission.objects.create(
                group=group, locale=self.locales[language], action=Action(action)
            )
