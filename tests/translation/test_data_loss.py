"""Seven ways in which wagtail-localize loses what somebody wrote, and none of them here.

The stories stand in ``tests.stock.scenarios``. The second column is what is seen in the end on a
site with wagtail-localize as it comes, the third what is seen on this one.
"""

import pytest

from sessions_app.models import SessionPage
from sessions_app.translation import drafting
from tests.stock.scenarios import LOSSES

ROWS = [
    ("a_translation_made_by_hand", "Leiterin", "Head of unit"),
    ("a_stopped_translation", ["Head", True], ["Head of unit", False]),
    ("texts_nobody_has_released", "Head (not checked)", "Head"),
    ("the_original_of_a_translation", "Head", "Leiterin"),
    ("a_live_page_by_a_draft", [True, "Panel (unfinished)"], [True, "Panel"]),
    ("the_texts_of_a_deleted_translation", [], ["Panel"]),
    ("the_texts_of_a_deleted_original", [], ["Panel"]),
    ("a_paragraph_whose_original_was_mended", "Ein Tippfehler.", "A slip."),
]


def test_every_story_has_a_row():
    assert [name for name, _lost, _kept in ROWS] == list(LOSSES)


@pytest.mark.parametrize(("name", "lost"), [(name, lost) for name, lost, _kept in ROWS])
def test_wagtail_localize_loses_it(stock, name, lost):
    assert stock[name] == lost


@pytest.mark.parametrize(("name", "kept"), [(name, kept) for name, _lost, kept in ROWS])
def test_here_it_is_kept(project, name, kept):
    assert LOSSES[name](project) == kept


def test_a_deleted_translation_comes_back_with_all_its_texts(project):
    panel = project.panel("Podium", summary="Kurz.")
    project.submit(panel, "en")
    project.write(panel, "en", "title", "Panel")
    project.write(panel, "en", "summary", "In short.")
    project.release(panel, "en")
    project.row(panel, "en").delete()
    translation = project.translation(panel, "en")
    drafting.resume(translation, project.admin)
    project.release(panel, "en")
    row = project.row(panel, "en")
    assert (row.live, row.title, row.summary, row.source) == (True, "Panel", "In short.", panel)


def test_what_the_mended_paragraph_said_before_is_at_hand(project):
    panel = project.panel("Podium", summary="Ein Tipfehler.")
    project.submit(panel, "en")
    project.write(panel, "en", "title", "Panel")
    project.write(panel, "en", "summary", "A slip.")
    project.release(panel, "en")
    project.change(panel, summary="Ein Tippfehler.")
    assert project.texts(panel) == ["A slip.", "Panel"]
    project.write(panel, "en", "summary", "A slip of the pen.")
    project.release(panel, "en")
    assert SessionPage.objects.get(pk=project.row(panel, "en").pk).summary == "A slip of the pen."
