"""Which addresses the tables of permissions are about, and who asks them what."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from sessions_app.models import Partner, Room, SessionFormat, Speaker, Track
from sessions_app.translation.guard import pages, snippets
from tests.factories import make_format, make_partner, make_room, make_speaker, make_track

from . import tables
from .conftest import ROLES, SHADOWS
from .endpoints import Asker, Endpoint, endpoints, of_namespace
from .states import Values
from .tables import NO_STATE, Row

MODELS: Mapping[type, Callable[..., Any]] = {
    Speaker: make_speaker,
    Partner: make_partner,
    Track: make_track,
    SessionFormat: make_format,
    Room: make_room,
}
# Where the rows of a namespace stand.
TABLES = {
    "sessions": "lists",
    "sessions_gallery": "gallery",
    "sessions_glossary": "glossary",
    "sessions_releases": "releases",
    "sessions_translation": "desk",
    "wagtailadmin_pages": "pages",
    "wagtaillocales": "administration",
    **{
        f"{kind}_sessions_app_{model._meta.model_name}": "snippets"
        for kind in ("wagtailsnippets", "wagtailsnippetchoosers")
        for model in MODELS
    },
}
A_LIST = "a list of what the reader's rights and languages show"
NEW = "something new is made"
NO_PAGE = "terms and entries of the memory belong to no page"
SHOWN = "it shows what is there, to those who have Wagtail's rights over it"
# Addresses that no translation's state concerns, and why. ``snippets`` stands for those of all.
STATELESS = {
    "sessions": A_LIST,
    "sessions_gallery": "samples, which are nobody's texts",
    "sessions_glossary": NO_PAGE,
    "sessions_releases": "versions of a programme, which hold no texts of their own",
    "wagtaillocales": "languages, not texts",
    "sessions_translation:overview": A_LIST,
    "sessions_translation:token": "for whoever asks, about nothing",
    "sessions_translation:mine": A_LIST,
    "sessions_translation:changes": A_LIST,
    "sessions_translation:changes_found": A_LIST,
    "sessions_translation:planned": A_LIST,
    "sessions_translation:notices": "what the reader wants to be told",
    "sessions_translation:all_words": A_LIST,
    "sessions_translation:job": "a bulk action; its steps ask for each object",
    "sessions_translation:memory": A_LIST,
    "sessions_translation:memory_export": A_LIST,
    **{
        f"sessions_translation:memory_{name}": NO_PAGE
        for name in ("import", "report", "entry", "retire", "restore")
    },
    "wagtailadmin_pages:choose_parent": NEW,
    **{f"wagtailadmin_pages:{name}": NEW for name in ("add", "add_subpage", "preview_on_add")},
    **{
        f"wagtailadmin_pages:{name}": A_LIST
        for name in ("search", "search_results", "type_use", "type_use_results")
    },
    **{f"snippets:{name}": NEW for name in ("add", "create", "preview_on_add")},
    **{
        f"{kind}:{name}": SHOWN
        for kind, names in (("wagtailadmin_pages", pages.READING), ("snippets", snippets.READING))
        for name in names
        if not name.startswith("workflow")
    },
}
# What is done to an original reaches its translations here, in whatever state they are.
CASCADING = frozenset({"edit", "delete", "move_confirm", "unpublish"})
# A hundred kinds of nobody are refused before any object is looked at: they ask in one state.
ASKED_BY_SHADOWS = ("live", NO_STATE)


def is_stateless(endpoint: Endpoint) -> bool:
    names = {endpoint.namespace, endpoint.view_name}
    if endpoint.namespace.startswith("wagtailsnippet"):
        names.add(f"snippets:{endpoint.name}")
    return not STATELESS.keys().isdisjoint(names)


def with_state(found: Iterable[Endpoint]) -> list[Endpoint]:
    return [endpoint for endpoint in found if not is_stateless(endpoint)]


def without_state(found: Iterable[Endpoint]) -> list[Endpoint]:
    return [endpoint for endpoint in found if is_stateless(endpoint)]


def of_model(model: type) -> list[Endpoint]:
    """Addresses of the snippets of ``model``, its chooser included."""
    name = f"{model._meta.app_label}_{model._meta.model_name}"
    return of_namespace(f"wagtailsnippets_{name}", f"wagtailsnippetchoosers_{name}")


DESK = of_namespace("sessions_translation")
PAGES = of_namespace("wagtailadmin_pages")
ACTIONS = [
    endpoint
    for endpoint in endpoints()
    if endpoint.view_name in {"wagtailadmin_api:pages:action", "wagtail_bulk_action"}
]
# Who may do what, in which languages, by which rules.
ADMINISTRATION = [
    *of_namespace("wagtaillocales"),
    *(
        endpoint
        for endpoint in of_namespace("wagtailsettings", "wagtailusers_groups")
        if endpoint.name == "edit" and "pk" in endpoint.arguments
    ),
]


class Matrix:
    """Asks addresses in everybody's name, and holds what they answer against a table."""

    def __init__(self, asker: Asker, *, writes: bool) -> None:
        self.asker = asker
        self.writes = writes
        self.rows: dict[Row, tuple[str, ...]] = {}
        self.odd: list[str] = []

    def ask(
        self,
        found: Iterable[Endpoint],
        objects: Mapping[str, Values],
        state: str,
        roles: Iterable[str] = ROLES,
    ) -> None:
        """Note the outcomes of GET and POST to every address with every object."""
        for endpoint in found:
            for what, values in objects.items():
                for name, told in _ways_to_ask(endpoint, values):
                    for method in ("GET", "POST"):
                        self._note(endpoint, (name, what, method, state), told, roles)

    def _note(self, endpoint: Endpoint, row: Row, values: Values, roles: Iterable[str]) -> None:
        assert row not in self.rows, f"two addresses are called {row[0]}"
        answers = {"admin": self._send("admin", endpoint, row, values)}
        if answers["admin"] == "405":
            # A method that it does not know, whoever asks.
            return
        answers |= {who: self._send(who, endpoint, row, values) for who in roles if who != "admin"}
        self.rows[row] = tuple(answers[who] for who in roles)
        for who, like in SHADOWS.items() if row[3] in ASKED_BY_SHADOWS else ():
            if like in answers:
                seen = self._send(who, endpoint, row, values)
                if seen != answers[like]:
                    self.odd.append(f"{' '.join(row)}: {seen} to {who}, {answers[like]} to {like}")

    def _send(self, who: str, endpoint: Endpoint, row: Row, values: Values) -> str:
        _name, what, method, _state = row
        values = {**values, **values.get("of", {}).get(who, {})}
        data: dict[str, Any] = {}
        if method == "POST":
            data |= values.get(f"{endpoint.name}.form", values.get("form", {}))
            if "file" in values:
                data["file"] = SimpleUploadedFile(*values["file"])
        page = endpoint.view_name, what, method
        return self.asker.ask(who, method, endpoint.url(values), data, page=page)

    def hold(self, table: str) -> None:
        """Fail where the answers are not those of the table; or write them into it."""
        assert self.odd == []
        if self.writes:
            tables.write(table, self.rows)
        assert tables.differences(table, self.rows) == []


def _ways_to_ask(endpoint: Endpoint, values: Values) -> Iterator[tuple[str, Values]]:
    """Name and values for every variant of an address; most have one."""
    name = endpoint.view_name if endpoint in ADMINISTRATION else endpoint.name
    for argument in ("action_name", "action"):
        if argument in endpoint.arguments:
            for variant in _variants(endpoint, values):
                yield f"{name}:{variant}", {**values, argument: variant}
            return
    yield name, values


def _variants(endpoint: Endpoint, values: Values) -> Iterable[str]:
    """Actions that an address takes by their names."""
    if endpoint.namespace.startswith("wagtailadmin_api"):
        return list(PagesAdminAPIViewSet.actions)
    if endpoint.name == "wagtail_bulk_action":
        model = values["app_label"], values["model_name"]
        found = bulk_action_registry.get_bulk_actions_for_model(*model)
        return [action.action_type for action in found]
    return ["approve", "reject"]
