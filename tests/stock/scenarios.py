"""How texts get lost, and how people get where they should not; each ends with what is to be seen.

The stories are the rows of two tables: what wagtail-localize loses, and what it leaves open.
"""

from collections.abc import Callable
from typing import Any

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from .world import World

LOSSES: dict[str, Callable[[World], Any]] = {}
DOORS: dict[str, Callable[[World], Any]] = {}


def loss(story: Callable[[World], Any]) -> Callable[[World], Any]:
    """Enter ``story`` among the losses."""
    LOSSES[story.__name__] = story
    return story


def door(story: Callable[[World], Any]) -> Callable[[World], Any]:
    """Enter ``story`` among the open doors."""
    DOORS[story.__name__] = story
    return story


@loss
def a_translation_made_by_hand(world: World) -> Any:
    """Submitting a page writes all over the English version that somebody made of its speaker."""
    german = world.person("Leiterin")
    world.person("Head of unit", "en", version_of=german)
    world.submit(world.panel("Podium", german), "en")
    return world.row(german, "en").position


@loss
def a_stopped_translation(world: World) -> Any:
    """A translation was stopped to go on by hand; an unrelated page takes it up again."""
    german = world.person("Leiterin")
    world.submit(german, "en")
    world.write(german, "en", "position", "Head")
    world.release(german, "en")
    world.stop(german, "en")
    english = world.row(german, "en")
    english.position = "Head of unit"
    english.save()
    world.submit(world.panel("Podium", german), "en")
    return [world.row(german, "en").position, world.translation(german, "en").enabled]


@loss
def texts_nobody_has_released(world: World) -> Any:
    """What a translator has begun goes live because somebody submits another page."""
    german = world.person("Leiterin")
    world.submit(german, "en")
    world.write(german, "en", "position", "Head")
    world.release(german, "en")
    world.write(german, "en", "position", "Head (not checked)")
    world.submit(world.panel("Podium", german), "en")
    return world.row(german, "en").position


@loss
def the_original_of_a_translation(world: World) -> Any:
    """An English page names a person written in German; submitting it rewrites the German."""
    german = world.person("Leiterin")
    world.submit(german, "en")
    world.write(german, "en", "position", "Head")
    world.release(german, "en")
    talk = world.panel("A talk", world.row(german, "en"), "en")
    world.submit(talk, "de")
    return world.row(german, "de").position


@loss
def a_live_page_by_a_draft(world: World) -> Any:
    """What is kept as a draft stands on the live page."""
    panel = world.panel("Podium")
    world.submit(panel, "en")
    world.write(panel, "en", "title", "Panel")
    world.release(panel, "en")
    world.write(panel, "en", "title", "Panel (unfinished)")
    world.keep_as_draft(panel, "en")
    row = world.row(panel, "en")
    return [row.live, row.title]


@loss
def the_texts_of_a_deleted_translation(world: World) -> Any:
    """Deleting the English page deletes what was translated."""
    panel = world.panel("Podium")
    world.submit(panel, "en")
    world.write(panel, "en", "title", "Panel")
    world.release(panel, "en")
    world.row(panel, "en").delete()
    return world.texts(panel)


@loss
def the_texts_of_a_deleted_original(world: World) -> Any:
    """Deleting the German page deletes what was translated from it."""
    panel = world.panel("Podium")
    world.submit(panel, "en")
    world.write(panel, "en", "title", "Panel")
    world.release(panel, "en")
    world.row(panel, "de").delete()
    return world.texts(panel)


@loss
def a_paragraph_whose_original_was_mended(world: World) -> Any:
    """A typo is mended in German: the English page shows German."""
    panel = world.panel("Podium", summary="Ein Tipfehler.")
    world.submit(panel, "en")
    world.write(panel, "en", "title", "Panel")
    world.write(panel, "en", "summary", "A slip.")
    world.release(panel, "en")
    world.change(panel, summary="Ein Tippfehler.")
    world.bring_up_to_date(panel)
    return world.row(panel, "en").summary


@door
def submitting_without_a_right_over_pages(world: World) -> Any:
    """Who may submit, and may do nothing else, publishes English and publishes it again."""
    nobody = world.user("wagtail_localize.submit_translation")
    panel = world.panel("Podium")
    client = world.client(nobody)
    url = f"{world.LOCALIZE}/submit/page/{panel.pk}/"
    client.post(url, {"locales": [world.locales["en"].pk]})
    first = world.row(panel, "en")
    world.change(panel, title="Gespräch")
    source = world.source(panel)
    url = f"{world.LOCALIZE}/update/{source.pk if source else 1}/"
    client.post(url, {"publish_translations": "on"})
    second = world.row(panel, "en")
    return [first and [first.live, first.title], second and [second.live, second.title]]


@door
def converting_to_an_alias(world: World) -> Any:
    """Who may edit, and may not publish, replaces live English by German."""
    panel = world.panel("Podium")
    world.submit(panel, "en")
    world.write(panel, "en", "title", "Panel")
    world.release(panel, "en")
    user = world.user(
        pages={world.homes["en"]: ["change_page"]}, languages={"en": ["write", "translate"]}
    )
    row = world.row(panel, "en")
    world.client(user).post(f"{world.LOCALIZE}/page/{row.pk}/convert_to_alias/")
    row = world.row(panel, "en")
    return [row.live, row.title, row.alias_of_id is not None]


@door
def a_locked_page(world: World) -> Any:
    """A page was locked by somebody; its texts are rewritten and published all the same."""
    panel = world.panel("Podium")
    world.submit(panel, "en")
    world.write(panel, "en", "title", "Panel")
    world.release(panel, "en")
    row = world.row(panel, "en")
    type(row).objects.filter(pk=row.pk).update(locked=True, locked_by=world.admin)
    user = publisher(world)
    world.write(panel, "en", "title", "Foisted", user)
    world.release(panel, "en", user)
    return [world.row(panel, "en").title, world.texts(panel)]


@door
def a_running_workflow(world: World) -> Any:
    """A page is being checked; somebody else publishes it, and the check is over."""
    panel = world.panel("Podium")
    world.submit(panel, "en")
    world.write(panel, "en", "title", "Panel")
    world.release(panel, "en")
    row = world.row(panel, "en")
    row.save_revision()
    running = world.start_workflow(row, world.user(languages={"en": ["review"]}))
    user = publisher(world)
    world.write(panel, "en", "title", "Foisted", user)
    world.release(panel, "en", user)
    running.refresh_from_db()
    return [world.row(panel, "en").title, running.status]


@door
def approving_what_was_changed_since(world: World) -> Any:
    """Somebody approves a text, and another one goes live."""
    panel = world.panel("Podium")
    world.submit(panel, "en")
    world.write(panel, "en", "title", "Panel")
    world.release(panel, "en")
    row = world.row(panel, "en")
    row.save_revision()
    row.unpublish()
    approver = world.user(
        pages={world.homes["en"]: ["change_page", "publish_page"]},
        languages={"en": ["review", "publish"]},
    )
    running = world.start_workflow(row, approver)
    world.write(panel, "en", "title", "Never seen", publisher(world))
    world.keep_as_draft(panel, "en")
    before = world.row(panel, "en").live
    world.approve(row, running, approver)
    row = world.row(panel, "en")
    return [before, row.live, row.title]


@door
def snippets_of_another_language(world: World) -> Any:
    """Who translates people into English may edit them, and edits the German ones."""
    german = world.person("Leiterin")
    meta = german._meta
    rights = [f"{meta.app_label}.{action}_{meta.model_name}" for action in ("change", "publish")]
    user = world.user(*rights, languages={"en": ["translate", "write"]})
    form = {"name": "Ada", "position": "Foisted", "biography": "null", "links-count": "0"}
    world.client(user).post(world.edit_url(german), form | {"action-publish": "action-publish"})
    return world.row(german, "de").position


@door
def reading_all_titles(world: World) -> Any:
    """Who may enter the admin, and may do nothing there, reads report and snippets."""
    panel = world.panel("Geheimes Podium")
    person = world.person("Leiterin")
    world.submit(panel, "en")
    world.submit(person, "en")
    client = world.client(world.user())
    meta = person._meta
    answers = [
        client.get(f"{world.LOCALIZE}/reports/translations/"),
        client.get(f"{world.LOCALIZE}/api/snippets/{meta.app_label}/{meta.model_name}/"),
    ]
    return [
        [answer.status_code, word in answer.content.decode()]
        for answer, word in zip(answers, ("Geheimes Podium", "Ada"), strict=True)
    ]


@door
def a_link_that_runs_a_script(world: World) -> Any:
    """A link is replaced by ``javascript:``; the page is published with it."""
    panel = world.panel("Podium", body='<p><a href="https://example.org/">Hier</a></p>')
    world.submit(panel, "en")
    world.write(panel, "en", "title", "Panel")
    translation = world.translation(panel, "en")
    segment = translation.source.overridablesegment_set.first()
    body = encode_multipart(BOUNDARY, {"value": '"javascript:alert(1)"'})
    world.client().put(
        f"{world.LOCALIZE}/translate/{translation.pk}/overrides/{segment.pk}/edit/",
        body,
        content_type=MULTIPART_CONTENT,
    )
    world.write(panel, "en", "body", world.linked("Here"))
    world.release(panel, "en")
    page = world.client().get(world.row(panel, "en").url).content.decode()
    return [text in page for text in ("Here", "https://example.org/", "javascript:alert(1)")]


@door
def mirroring_a_tree(world: World) -> Any:
    """Who may name languages, and may do nothing else, publishes a whole tree in another one."""
    panel = world.panel("Podium")
    user = world.user("wagtailcore.change_locale")
    component = "component-wagtail_localize_localesynchronization"
    world.client(user).post(
        f"/admin/locales/edit/{world.locales['en'].pk}/",
        {
            "language_code": "en",
            f"{component}-enabled": "on",
            f"{component}-sync_from": world.locales["de"].pk,
        },
    )
    row = world.row(panel, "en")
    return row and [row.live, row.title]


@door
def translating_in_both_directions(world: World) -> Any:
    """A translation becomes an original: whoever publishes last, wins."""
    german = world.person("Leiterin")
    world.submit(german, "en")
    world.write(german, "en", "position", "Head")
    world.release(german, "en")
    world.submit(world.panel("A talk", world.row(german, "en"), "en"), "de")
    return sorted(map(list, world.directions(german)))


def publisher(world: World) -> Any:
    """May change and publish below the English home, and translate and publish in English."""
    return world.user(
        pages={world.homes["en"]: ["change_page", "publish_page"]},
        languages={"en": ["write", "translate", "publish"]},
    )
