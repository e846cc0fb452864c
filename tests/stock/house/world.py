"""The small site as the stories see it: everything by wagtail-localize's own screens."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from wagtail.models import Locale, Page, Site

from ..world import World
from .models import Panel, Person


class StockWorld(World):
    """Built anew for every story."""

    def __init__(self) -> None:
        super().__init__()
        self.admin = get_user_model().objects.create_superuser("admin")
        root = Page.get_first_root_node()
        for page in root.get_children():
            page.delete()
        for code in ("de", "en"):
            self.locales[code] = Locale.objects.get_or_create(language_code=code)[0]
        root = Page.get_first_root_node()
        german = root.add_child(
            instance=Panel(title="Start", slug="start", locale=self.locales["de"])
        )
        english = Panel(
            title="Home",
            slug="home",
            locale=self.locales["en"],
            translation_key=german.translation_key,
        )
        self.homes = {"de": german, "en": root.add_child(instance=english)}
        Site.objects.all().delete()
        Site.objects.create(hostname="testserver", root_page=german, is_default_site=True)

    def person(self, position: str, language: str = "de", version_of: Any = None) -> Person:
        key = {"translation_key": version_of.translation_key} if version_of else {}
        return Person.objects.create(
            name="Ada", position=position, locale=self.locales[language], **key
        )

    def panel(
        self,
        title: str,
        person: Any = None,
        language: str = "de",
        summary: str = "",
        body: str = "",
    ) -> Panel:
        parent = Panel.objects.get(pk=self.homes[language].pk)
        made = Panel(
            title=title,
            slug=f"panel-{next(self.number)}",
            locale=self.locales[language],
            person=person,
            summary=summary,
            body=body,
        )
        parent.add_child(instance=made)
        return Panel.objects.get(pk=made.pk)

    def submit(self, original: Any, language: str, user: Any = None) -> None:
        if isinstance(original, Page):
            path = f"page/{original.pk}"
        else:
            path = f"snippet/{original._meta.app_label}/{original._meta.model_name}/{original.pk}"
        locale = self.locales[language].pk
        self.client(user).post(f"{self.LOCALIZE}/submit/{path}/", {"locales": [locale]})

    def write(self, original: Any, language: str, field: str, text: str, user: Any = None) -> None:
        translation = self.translation(original, language)
        segment = self.segment(original, field)
        url = f"{self.LOCALIZE}/translate/{translation.pk}/strings/{segment.pk}/edit/"
        self.put(url, {"value": text}, user)

    def put(self, url: str, data: dict[str, Any], user: Any = None) -> Any:
        """What wagtail-localize's editor sends."""
        body = encode_multipart(BOUNDARY, data)
        return self.client(user).put(url, body, content_type=MULTIPART_CONTENT)

    def keep_as_draft(self, original: Any, language: str) -> None:
        translation = self.translation(original, language)
        translation.save_target(user=self.admin, publish=False)

    def release(self, original: Any, language: str, user: Any = None) -> None:
        row = self.row(original, language)
        url = f"/admin/pages/{row.pk}/edit/" if isinstance(row, Page) else self.edit_url(row)
        self.client(user).post(url, {"action": "publish"})

    def bring_up_to_date(self, original: Any) -> None:
        url = f"{self.LOCALIZE}/update/{self.source(original).pk}/"
        self.client().post(url, {"publish_translations": "on"})

    def linked(self, text: str) -> str:
        return f'<a id="a1">{text}</a>'

    def may(self, group: Group, language: str, actions: Iterable[str]) -> None:
        """It knows no such rights."""
