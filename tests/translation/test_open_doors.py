"""Nine doors that wagtail-localize leaves open, and all of them shut here.

The stories stand in ``tests.stock.scenarios``. The second column is what is seen in the end on a
site with wagtail-localize as it comes, the third what is seen on this one.
"""

import pytest

from tests.stock.scenarios import DOORS

ROWS = [
    (
        "submitting_without_a_right_over_pages",
        [[True, "Podium"], [True, "Gespräch"]],
        [None, None],
    ),
    ("converting_to_an_alias", [True, "Podium", True], [True, "Panel", False]),
    ("a_locked_page", ["Foisted", ["Foisted"]], ["Panel", ["Panel"]]),
    ("a_running_workflow", ["Foisted", "cancelled"], ["Panel", "in_progress"]),
    (
        "approving_what_was_changed_since",
        [False, True, "Never seen"],
        [False, False, "Panel"],
    ),
    ("snippets_of_another_language", "Foisted", "Leiterin"),
    ("reading_all_titles", [[200, True], [200, True]], [[404, False], [404, False]]),
    ("a_link_that_runs_a_script", [True, False, True], [True, True, False]),
    ("mirroring_a_tree", [True, "Podium"], None),
    (
        "translating_in_both_directions",
        [["de", "en"], ["en", "de"]],
        [["de", "en"]],
    ),
]


def test_every_story_has_a_row():
    assert [name for name, _open, _shut in ROWS] == list(DOORS)


@pytest.mark.parametrize(("name", "opened"), [(name, opened) for name, opened, _shut in ROWS])
def test_wagtail_localize_leaves_it_open(stock, name, opened):
    assert stock[name] == opened


@pytest.mark.parametrize(("name", "shut"), [(name, shut) for name, _open, shut in ROWS])
def test_here_it_is_shut(project, name, shut):
    assert DOORS[name](project) == shut
