"""The people and the objects that the tests of permissions share."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from wagtail.models import Locale

from sessions_app.translation import drafting, localize
from sessions_app.translation.models import Action
from tests.factories import (
    House,
    make_editor,
    make_group,
    make_publisher,
    make_reviewer,
    make_site,
    make_superuser,
    make_translator,
    make_user,
)
from tests.factories.people import SNIPPETS

from .project import Project

ROLES = ("anonymous", "editor", "translator", "reviewer", "publisher", "manager", "admin")


@pytest.fixture
def house(db: None) -> House:
    """A site in German and English."""
    return make_site()


@pytest.fixture
def people(house: House) -> Mapping[str, Any]:
    """A user by role. The manager has every right of Wagtail's, over both languages."""
    manager = make_group(
        "managers",
        languages={"de": [Action.WRITE], "en": [Action.TRANSLATE, Action.PUBLISH]},
        pages=house.homes.values(),
        page_rights=(
            "add_page",
            "change_page",
            "publish_page",
            "lock_page",
            "unlock_page",
            "bulk_delete_page",
        ),
        models=SNIPPETS,
    )
    return {
        "anonymous": AnonymousUser(),
        "editor": make_editor(house.home),
        "translator": make_translator(),
        "reviewer": make_reviewer(),
        "publisher": make_publisher(),
        "manager": make_user("manager", manager),
        "admin": make_superuser(),
    }


@pytest.fixture
def make_opened() -> Callable[..., Any]:
    """Opens an original at the desk, and translates all its texts where ``texts`` is given."""

    def opened(original: Any, language: str, texts: str | None = None) -> Any:
        locale = Locale.objects.get(language_code=language)
        found = drafting.open_translations([original], locale)
        translations = {t.source.object_id: t for t in found.translations}
        if texts is not None:
            for translation in translations.values():
                for row in localize.segment_rows([translation])[translation.pk]:
                    localize.store(translation, row, f"{texts} {row.id}", origin="", user=None)
        return translations[original.translation_key]

    return opened


@pytest.fixture(scope="session")
def stock() -> Mapping[str, Any]:
    """What is seen at the end of every story on a site with wagtail-localize as it comes."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.stock.run"],
        cwd=settings.BASE_DIR,
        # Nothing of this run's own settings, its database among them.
        env={key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG"}},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


@pytest.fixture
def project(db: None) -> Project:
    """The project as the stories see it."""
    return Project()
