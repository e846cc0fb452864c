"""Every admin address of the plugin and of wagtail-localize, against every role and every state.

The tables stand in the folder ``permissions``; ``tables`` says how they are read. They are
complete: an address of the URL configuration without a row fails, and so does a row without an
address.
A row: name, object, method, states, then the outcome per role (``conftest.ROLES``), as
``endpoints.outcome`` has it. ``into:en`` is translated into English, ``original:de`` written in
German, ``in:de`` something that is to be made in German. A method that an address does not know has
no row. ``404`` stands where Wagtail looks for something that is not there before it asks who is
there, ``500`` at an address of Wagtail's choosers that has no form behind it.

``pytest tests/translation/test_permission_matrix.py --write-permissions`` writes the tables as they
are now: for the eyes of whoever added an address, row by row. What an address wants to be told that
nobody here knows yet goes into ``states.at_the_desk``.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group

from sessions_app.models import Partner, Room, SessionFormat, Speaker, Track
from sessions_app.programme.releases import release
from sessions_app.translation.models import PublicationRules
from tests.factories import House, make_superuser, publish

from . import states, tables
from .conftest import ROLES
from .endpoints import TRACES, Asker, Endpoint, endpoints, nameless, of_namespace
from .matrix import (
    ACTIONS,
    ADMINISTRATION,
    CASCADING,
    DESK,
    MODELS,
    NEW,
    PAGES,
    SHOWN,
    STATELESS,
    TABLES,
    Matrix,
    is_stateless,
    of_model,
    with_state,
    without_state,
)
from .states import FROM, Case, Values, at_wagtail, make_case
from .tables import NO_STATE, STATES, Row

pytestmark = pytest.mark.django_db


@contextmanager
def unchanged() -> Iterator[None]:
    """No row of the content is another one afterwards: what is not undone was reading."""
    before = _stored()
    yield
    assert _stored() == before


def _stored() -> dict[str, list[Any]]:
    labels = {"sessions_translation", "sessions_app", "cms", "wagtail_localize", "wagtailcore"}
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if model._meta.app_label in labels and model._meta.db_table not in TRACES
    }


@pytest.fixture
def colleague(house: House) -> Any:
    return states.make_colleague()


@pytest.fixture
def matrix(
    house: House,
    people: Mapping[str, Any],
    colleague: Any,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> Any:
    """At the end no row of the content is another one than when it was first used."""
    writes = request.config.getoption("--write-permissions", default=False)
    return Matrix(Asker(people, monkeypatch), writes=writes)


@pytest.fixture(params=STATES)
def state(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def cases(house: House, colleague: Any, state: str) -> list[Case]:
    """A session of each language, translated into the other."""
    return [
        make_case(house, states.session_in(house, source), language, state, colleague)
        for language, source in FROM.items()
    ]


class TestDesk:
    def test_what_concerns_a_translation(self, matrix, cases, colleague, state):
        objects = {f"into:{case.language}": states.at_the_desk(case, colleague) for case in cases}
        with unchanged():
            matrix.ask(with_state(DESK), objects, state)
        matrix.hold("desk")

    def test_what_concerns_none(self, matrix, house, colleague, people):
        originals = {language: states.session_in(house, FROM[language]) for language in FROM}
        entries = {f"into:{code}": states.of_memory(code) for code in FROM}
        files = {f"into:{code}": states.of_import(code) for code in FROM}
        jobs = {}
        for code, original in originals.items():
            case = make_case(house, original, code, "live", colleague)
            jobs[f"of_others:{code}"] = states.of_job(case, colleague)
            owners = {who: user for who, user in people.items() if user.pk}
            own = {who: states.of_job(case, user) for who, user in owners.items()}
            jobs[f"own:{code}"] = {**jobs[f"of_others:{code}"], "of": own}
        with unchanged():
            for endpoint in without_state(DESK):
                objects = {"-": states.of_notices()}
                if "bulk" in endpoint.arguments:
                    objects = jobs
                elif endpoint.name == "memory_import":
                    objects = files
                elif endpoint.arguments:
                    objects = entries
                matrix.ask([endpoint], objects, NO_STATE)
        matrix.hold("desk")


class TestWagtail:
    """Wagtail's own addresses, told an original or a translation."""

    def test_pages(self, matrix, house, colleague, state):
        originals, translations = _pages(house, colleague, state)
        with unchanged():
            _ask_of_both(matrix, PAGES, originals, translations, state)
        matrix.hold("pages")

    def test_pages_whatever_their_state(self, matrix, house, colleague):
        originals, translations = _pages(house, colleague, "live")
        places = {f"in:{code}": states.below(page) for code, page in house.programmes.items()}
        with unchanged():
            for endpoint in without_state(PAGES):
                if {"pk", "page_id"} & set(endpoint.arguments):
                    objects = originals | translations
                elif "parent_page_id" in endpoint.arguments:
                    objects = places
                else:
                    objects = {"-": places["in:de"]}
                matrix.ask([endpoint], objects, NO_STATE)
            alone = [one for one in with_state(PAGES) if one.name not in CASCADING]
            matrix.ask(alone, originals, NO_STATE)
        matrix.hold("pages")

    def test_snippets(self, matrix, house, colleague, state):
        originals, translations = _snippets(Speaker, house, colleague, state)
        with unchanged():
            _ask_of_both(matrix, of_model(Speaker), originals, translations, state)
        matrix.hold("snippets")

    def test_snippets_whatever_their_state(self, matrix, house, colleague):
        originals, translations = _snippets(Speaker, house, colleague, "live")
        form = states.SNIPPET_FORM
        places = {f"in:{code}": {"form": form, "query": f"?locale={code}"} for code in FROM}
        with unchanged():
            for endpoint in without_state(of_model(Speaker)):
                if "pk" in endpoint.arguments:
                    objects = originals | translations
                elif STATELESS[f"snippets:{endpoint.name}"] == NEW:
                    objects = places
                else:
                    objects = {"-": {}}
                matrix.ask([endpoint], objects, NO_STATE)
            alone = [one for one in with_state(of_model(Speaker)) if one.name not in CASCADING]
            matrix.ask(alone, originals, NO_STATE)
        matrix.hold("snippets")

    @pytest.mark.parametrize("model", [Partner, Track, SessionFormat, Room])
    def test_other_snippets_are_the_same(self, matrix, house, colleague, model):
        """To those who edit, translate and review; what is sent is not always their form."""
        roles = ("editor", "editor_en", "translator", "reviewer")
        _originals, translations = _snippets(model, house, colleague, "live")
        matrix.ask(with_state(of_model(model)), translations, "live", roles)
        stated, columns = tables.read("snippets"), [ROLES.index(role) for role in roles]
        expected = {row: tuple(stated[row][one] for one in columns) for row in matrix.rows}
        assert matrix.rows == expected

    def test_actions_of_the_api_and_of_lists(self, matrix, house, colleague, state):
        """Of the admin's own API, and of the boxes that are ticked in lists."""
        _originals, told = _pages(house, colleague, state)
        _originals, persons = _snippets(Speaker, house, colleague, state)
        chosen = {what: states.ticked(values) for what, values in told.items()}
        chosen |= {f"person:{what}": states.ticked(values) for what, values in persons.items()}
        with unchanged():
            for endpoint in ACTIONS:
                matrix.ask([endpoint], told if endpoint.namespace else chosen, state)
        matrix.hold("actions")

    def test_actions_on_originals(self, matrix, house, colleague):
        told, _translations = _pages(house, colleague, "live")
        chosen = {what: states.ticked(values) for what, values in told.items()}
        with unchanged():
            for endpoint in ACTIONS:
                matrix.ask([endpoint], told if endpoint.namespace else chosen, NO_STATE)
        matrix.hold("actions")


Objects = dict[str, Values]


def _ask_of_both(
    matrix: Matrix, found: list[Endpoint], originals: Objects, translations: Objects, state: str
) -> None:
    for endpoint in with_state(found):
        objects = originals | translations if endpoint.name in CASCADING else translations
        matrix.ask([endpoint], objects, state)


def _pages(house: House, colleague: Any, state: str) -> tuple[Objects, Objects]:
    """What Wagtail's addresses are told: of originals, and of their translations."""
    made = [
        make_case(house, states.session_in(house, source), language, state, colleague, row=True)
        for language, source in FROM.items()
    ]
    return _told(made)


def _snippets(model: type, house: House, colleague: Any, state: str) -> tuple[Objects, Objects]:
    made = []
    for language, source in FROM.items():
        original = publish(MODELS[model](locale=source))
        made.append(make_case(house, original, language, state, colleague, row=True))
    return _told(made)


def _told(made: list[Case]) -> tuple[Objects, Objects]:
    originals = {f"original:{FROM[case.language]}": at_wagtail(case.original) for case in made}
    return originals, {f"into:{case.language}": at_wagtail(case.target) for case in made}


def test_lists_of_the_plugin(matrix, house):
    lists = [endpoint for endpoint in endpoints() if endpoint.namespace == "sessions"]
    matrix.ask(lists, {"-": states.below(house.programme)}, NO_STATE)
    matrix.hold("lists")


def test_glossary(matrix, house):
    terms = {f"into:{code}": states.of_glossary(code) for code in FROM}
    with unchanged():
        for endpoint in of_namespace("sessions_glossary"):
            is_told = endpoint.arguments or endpoint.name in {"add", "import"}
            matrix.ask([endpoint], terms if is_told else {"-": {}}, NO_STATE)
    matrix.hold("glossary")


def test_gallery(matrix, house):
    """Samples of components: for everybody who may enter the admin."""
    values = {"language": "de", "scheme": "light"}
    with unchanged():
        matrix.ask(of_namespace("sessions_gallery"), {"-": values}, NO_STATE)
    matrix.hold("gallery")


def test_releases(matrix, house):
    """Versions of a programme: for whoever may publish its original."""
    programme = house.programme
    made = release(programme, "1.0", make_superuser("releaser"))
    form = {"version": "1.1", "unchanged": "on", "since": made.pk}
    values = {"pk": made.pk, "programme": programme.pk, "form": form}
    with unchanged():
        matrix.ask(of_namespace("sessions_releases"), {"-": values}, NO_STATE)
    matrix.hold("releases")


def test_administration(matrix, house):
    """Languages, rules of publication, groups."""
    rules = PublicationRules.load()
    values = {
        "wagtaillocales": {"pk": house.locales["en"].pk, "form": {"language_code": "fr"}},
        "wagtailsettings": {
            "app_name": rules._meta.app_label,
            "model_name": rules._meta.model_name,
            "pk": rules.pk,
            "form": {"review_required": "on"},
        },
        "wagtailusers_groups": {"pk": Group.objects.first().pk, "form": {"name": "Neu"}},
    }
    with unchanged():
        for endpoint in ADMINISTRATION:
            matrix.ask([endpoint], {"-": values[endpoint.namespace]}, NO_STATE)
    matrix.hold("administration")


class TestCompleteness:
    def test_every_address_has_its_rows(self):
        missing = []
        for endpoint in endpoints():
            if endpoint.namespace not in TABLES:
                continue
            name = endpoint.view_name if endpoint in ADMINISTRATION else endpoint.name
            rows = [row for row in tables.read(TABLES[endpoint.namespace]) if _is_of(row, name)]
            found = {row[3] for row in rows if is_stateless(endpoint) or row[1].startswith("into:")}
            if found != ({NO_STATE} if is_stateless(endpoint) else set(STATES)):
                missing.append((endpoint.view_name, sorted(found)))
        assert missing == []

    def test_every_row_has_its_address(self):
        names: dict[str, set[str]] = {}
        for endpoint in endpoints():
            if table := TABLES.get(endpoint.namespace):
                names.setdefault(table, set()).add(endpoint.name)
        del names["administration"]
        for table, known in names.items():
            assert {row[0].partition(":")[0] for row in tables.read(table)} - known == set()

    def test_every_namespace_of_the_plugin_has_a_table(self):
        """Of wagtail-localize there is what manages languages, and nothing else."""
        ours = {"sessions_app", "cms", "wagtail_localize"}
        found = {one.namespace for one in endpoints() if one.package in ours}
        found |= {one.namespace for one in endpoints() if "sessions_" in one.namespace}
        assert found - {"wagtailadmin_editing_sessions"} == TABLES.keys() - {"wagtailadmin_pages"}
        assert {one.namespace for one in endpoints() if one.package == "wagtail_localize"} == {
            "wagtaillocales"
        }
        assert of_namespace("wagtail_localize") == []
        assert nameless() & ours == set()

    def test_reasons_are_given_for_addresses_that_there_are(self):
        there = {name for one in endpoints() for name in (one.namespace, one.view_name)}
        there |= {
            f"snippets:{one.name}"
            for one in endpoints()
            if one.namespace.startswith("wagtailsnippet")
        }
        # The guard knows some names of Wagtail's that only other kinds of snippets have.
        assert {name for name in STATELESS if STATELESS[name] != SHOWN} - there == set()


def _is_of(row: Row, name: str) -> bool:
    return row[0] == name or row[0].startswith(f"{name}:")
