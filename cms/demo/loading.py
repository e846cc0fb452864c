"""Load the demo: what is missing is made, what is there is left as people left it.

Every object of the demo is known by its translation key. One that exists is not looked at any
further, whatever was changed; one that was deleted is made again. Each object comes with its
translation in one transaction, so that a run that was stopped goes on where it ended.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count
from wagtail.models import Locale, Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from sessions_app.models import Partner, ProgrammePage, SessionPage, Speaker
from sessions_app.translation import drafting, release, status
from sessions_app.translation.source import TranslatedModel

from . import accounts, sessions, site, snippets, terms
from .pictures import Library
from .reading import LANGUAGES, Data, key, read, translated_into, written_in
from .reading import sessions as read_sessions
from .releases import release_next
from .translating import LIVE, MISSING, translate

Tell = Callable[[str], None]

# Model of what the data files name, by the word before the colon.
MODELS: dict[str, type[Any]] = {
    "page": Page,
    "session": SessionPage,
    "person": Speaker,
    "partner": Partner,
    **{kind: model for kind, (_group, model) in snippets.LABELS.items()},
}


class Loader:
    """One run. ``tell`` hears a line for every step, ``base_url`` is where the demo is served."""

    def __init__(self, base_url: str, tell: Tell) -> None:
        self.base_url = base_url
        self.tell = tell
        self.library = Library()
        self.locales: dict[str, Locale] = {}
        self.made = 0
        self._found: dict[str, int] = {}
        self._users: dict[str, Any] = {}

    def load(self) -> int:
        """Everything, step by step; how many objects were made."""
        self._load_site()
        self._load_glossary()
        self._load_labels()
        self._load_partners()
        people = read("people")
        self._load_people(people)
        all_sessions = read_sessions()
        first, last = read("releases")
        self._load_sessions({n: d for n, d in all_sessions.items() if "late" not in d})
        self._release(first)
        self._load_sessions({n: d for n, d in all_sessions.items() if "late" in d})
        self._let_happen({n: d for n, d in all_sessions.items() if sessions.happens(d)})
        self._rewrite_people(people)
        self._release(last)
        site.follow(self.base_url)
        return self.made

    def find(self, target: str) -> int:
        """Primary key of the original of ``kind:name``, or of the picture of a motif.

        Raises ``DoesNotExist`` where a data file names what is not there.
        """
        if target not in self._found:
            kind, _colon, name = target.partition(":")
            if kind == "picture":
                self._found[target] = self.library.motif(name).pk
            else:
                language = LANGUAGES[0] if kind == "page" else None
                self._found[target] = self._original(kind, name, language).pk
        return self._found[target]

    def _original(self, kind: str, name: str, language: str | None = None) -> Any:
        """The row that was written first; ``Page`` itself does not know which one that is."""
        rows = MODELS[kind]._default_manager.filter(translation_key=key(kind, name))
        if language is not None:
            return rows.get(locale=self.locales[language])
        return rows.get(source=None)

    def _load_site(self) -> None:
        with transaction.atomic():
            self.locales = site.make_locales()
            users = accounts.load()
            site.clear_welcome()
        if users:
            self.tell(f"Log-ins and what they may do: {users} users")
        pages = site.pages()
        missing = self._missing("page", pages)
        for name in missing:
            with transaction.atomic():
                self._load_page(name, pages[name])
        if missing:
            self.tell(f"Home, programme and plain pages: {len(missing)} in two languages")

    def _load_page(self, name: str, data: Data) -> None:
        first, second = LANGUAGES
        page = site.make_page(name, data, first, self.find, self.library)
        is_home = name == "home"
        parent = Page.get_first_root_node() if is_home else self._original("page", "home", first)
        self._add_page(page, first, parent, "admin" if is_home else "editor")
        if is_home:
            site.place_home(page, self.base_url)
            accounts.grant_pages(page)
        self._translate(
            page, lambda: site.make_page(name, data, second, self.find, self.library), second, data
        )
        if is_home:
            translation = Page.objects.filter(
                translation_key=page.translation_key, locale=self.locales[second]
            )
            for target in translation:
                accounts.grant_pages(target)
            # Rights are remembered by the objects that were read before they were given.
            self._users.clear()

    def _load_glossary(self) -> None:
        """Before the texts that are checked against it."""
        if terms.are_missing():
            made = terms.load(self._user("reviewer"))
            self.tell(f"Glossary: {made} translations of terms")
            self.made += made

    def _load_labels(self) -> None:
        labels = {(kind, name): data for kind, name, data in snippets.labels()}
        count = 0
        for kind in snippets.LABELS:
            named = {name: data for (other, name), data in labels.items() if other == kind}
            for name in self._missing(kind, named):
                data = named[name]
                self._add_snippet(
                    data, lambda code, k=kind, n=name, d=data: snippets.make_label(k, n, d, code)
                )
                count += 1
        if count:
            self.tell(f"Tracks, formats and rooms: {count} in two languages")

    def _load_partners(self) -> None:
        partners = read("partners")
        missing = self._missing("partner", partners)
        for name in missing:
            data = partners[name]
            self._add_snippet(
                data,
                lambda code, n=name, d=data: snippets.make_partner(n, d, code, self.library),
            )
        if missing:
            self.tell(f"Partners with their marks: {len(missing)}")

    def _load_people(self, people: dict[str, Data]) -> None:
        missing = self._missing("person", people)
        if missing:
            self.tell(f"People with their drawings: {len(missing)} …")
        for turn, (name, data) in enumerate(people.items()):
            if name in missing:
                self._tell_progress(missing.index(name), len(missing))
                self._add_snippet(
                    data,
                    lambda code, n=name, d=data, t=turn: snippets.make_person(
                        n, d, code, self.library, t
                    ),
                )

    def _load_sessions(self, all_sessions: dict[str, Data]) -> None:
        missing = self._missing("session", all_sessions)
        if missing:
            self.tell(f"Sessions with their translations: {len(missing)} …")
        for number, name in enumerate(missing):
            self._tell_progress(number, len(missing))
            with transaction.atomic():
                self._load_session(name, all_sessions[name])

    def _load_session(self, name: str, data: Data) -> None:
        first, second = written_in(data), translated_into(data)
        page = sessions.make_session(name, data, first, self.find)
        # English originals stand in the English tree, where nobody but administrators publishes.
        user = "editor" if first == LANGUAGES[0] else "admin"
        self._add_page(page, first, self._original("page", "programme", first), user)
        self._translate(
            page, lambda: sessions.make_session(name, data, second, self.find), second, data
        )

    def _let_happen(self, changing: dict[str, Data]) -> None:
        """What becomes of sessions after the first release of the programme, once."""
        names = {key("session", name): name for name in changing}
        originals = SessionPage.objects.filter(translation_key__in=names, source=None)
        for page in originals.annotate(versions_count=Count("_revisions")).order_by("path"):
            if page.versions_count == 1:
                name = names[page.translation_key]
                user = "editor" if written_in(changing[name]) == LANGUAGES[0] else "admin"
                with transaction.atomic():
                    sessions.happen(page, name, changing[name], self.find)
                    self._publish(page, user)

    def _release(self, version: str) -> None:
        programme = ProgrammePage.objects.get(translation_key=key("page", "programme"), source=None)
        made = release_next(programme, version, read("releases"), lambda: self._user("manager"))
        if made is not None:
            self.tell(f"Release {version} of the programme")
            self.made += 1

    def _rewrite_people(self, people: dict[str, Data]) -> None:
        """Write some originals anew after their translations were released, once."""
        for name, data in people.items():
            if "later" not in data:
                continue
            person = self._original("person", name)
            if person.revisions.count() == 1:
                with transaction.atomic():
                    snippets.rewrite(person, data["later"])
                    self._publish(person, "editor")

    def _tell_progress(self, done: int, total: int) -> None:
        """A line for every ten objects that are done."""
        if done and done % 10 == 0:
            self.tell(f"  {done} of {total}")

    def _add_page(self, page: Page, language: str, parent: Page, user: str) -> None:
        page.locale, page.owner = self.locales[language], self._user(user)
        page.live = False
        # The index is written once, when the texts go live.
        with disable_reference_index_auto_update():
            parent.specific.add_child(instance=page)
        self._publish(page, user)
        self.made += 1

    def _add_snippet(self, data: Data, make: Callable[[str], Any]) -> None:
        first, second = written_in(data), translated_into(data)
        user = "editor" if first == LANGUAGES[0] else "manager"
        with transaction.atomic():
            original = make(first)
            original.locale, original.live = self.locales[first], False
            with disable_reference_index_auto_update():
                original.save()
            self._publish(original, user)
            self._translate(original, lambda: make(second), second, data)
        self.made += 1

    def _publish(self, instance: Any, user: str) -> None:
        """As the editor does: a revision, and that made public."""
        author = self._user(user)
        instance.save_revision(user=author).publish(user=author)

    def _translate(
        self,
        original: TranslatedModel,
        make_twin: Callable[[], TranslatedModel],
        language: str,
        data: Data,
    ) -> None:
        """Take the translation as far as the data files say; tell what stands against it."""
        stage = data.get("stage", LIVE)
        if stage == MISSING:
            return
        twin, locale = make_twin(), self.locales[language]
        twin.locale = locale
        user = self._user("translator" if language != LANGUAGES[0] else "manager")
        try:
            # A savepoint of its own: what cannot be translated is published all the same.
            with transaction.atomic():
                translate(original, twin, locale, user, stage)
        except (drafting.Refusal, release.ReleaseRefused) as refusal:
            self.tell(f"  “{original}” was not released in {language}: {refusal}")

    def _missing(self, kind: str, named: Iterable[str]) -> list[str]:
        """Those of ``named`` that are not there in any language. One query."""
        keys = {key(kind, name): name for name in named}
        there = set(
            MODELS[kind]
            ._default_manager.filter(translation_key__in=keys)
            .values_list("translation_key", flat=True)
        )
        return [name for found, name in keys.items() if found not in there]

    def _user(self, username: str) -> Any:
        if username not in self._users:
            self._users[username] = accounts.account(username)
        return self._users[username]


def states(language: str) -> dict[str, status.State]:
    """The state of every session that was written in another language, by the file's name."""
    names = {key("session", name): name for name in read_sessions()}
    locale = Locale.objects.get(language_code=language)
    originals = SessionPage.objects.filter(translation_key__in=names, source=None)
    found = status.statuses(originals.exclude(locale=locale), locale)
    return {names[found_key]: value.state for found_key, value in found.items()}
