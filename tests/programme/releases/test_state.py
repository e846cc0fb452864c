"""What everybody may read of a programme, as a release keeps it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from sessions_app.models import ProgrammePage, SessionPage, Slot
from sessions_app.programme.releases import is_public, state_of
from sessions_app.programme.releases.state import moment
from tests.factories import make_programme, make_session, make_speaker, slot, translate

pytestmark = pytest.mark.django_db


def time(session, room):
    """The one time of a session as a state keeps it."""
    (stored,) = Slot.objects.filter(page=session)
    return [
        stored.pk,
        moment(stored.start),
        stored.minutes,
        room.pk,
        "planned",
        None,
        0,
        moment(stored.changed_at),
    ]


def test_everything_that_is_public(stage):
    assert state_of(stage.house.programme) == {
        "sessions": {
            str(stage.panel.translation_key): {
                "pk": stage.panel.pk,
                "language": "de",
                "titles": {"de": "Große Fragen", "en": "Big questions"},
                "people": [
                    {
                        "key": str(stage.ada.translation_key),
                        "name": "Ada Ölsner",
                        "role": "moderator",
                    },
                    {"key": str(stage.bo.translation_key), "name": "Bo Muster", "role": "speaker"},
                ],
            },
            str(stage.talk.translation_key): {
                "pk": stage.talk.pk,
                "language": "de",
                "titles": {"de": "Nur auf Deutsch"},
                "people": [
                    {"key": str(stage.bo.translation_key), "name": "Bo Muster", "role": "speaker"}
                ],
            },
        },
        "times": {
            str(stage.panel.translation_key): [time(stage.panel, stage.hall)],
            str(stage.talk.translation_key): [time(stage.talk, stage.cellar)],
        },
        "rooms": {
            str(stage.hall.pk): {"de": "Großer Saal", "en": "Great hall"},
            str(stage.cellar.pk): {"de": "Keller"},
        },
    }


def titles(programme):
    return [session["titles"] for session in state_of(programme)["sessions"].values()]


def test_what_is_not_public_is_not_there(stage):
    SessionPage.objects.filter(pk=stage.talk.pk).update(live=False)
    PageViewRestriction.objects.create(page=stage.panel, restriction_type="login")
    assert state_of(stage.house.programme) == {
        "sessions": {},
        "times": {},
        "rooms": {},
    } | {"times": {}}


def test_a_version_that_is_not_public_gives_no_title(stage):
    SessionPage.objects.filter(source=stage.panel).update(live=False)
    assert titles(stage.house.programme) == [{"de": "Große Fragen"}, {"de": "Nur auf Deutsch"}]
    SessionPage.objects.filter(source=stage.panel).update(live=True)
    SessionPage.objects.filter(pk=stage.panel.pk).update(live=False)
    assert titles(stage.house.programme) == [{"de": "Nur auf Deutsch"}]


def test_sessions_written_in_another_language_are_there(stage):
    english = make_session(stage.house.programmes["en"], title="Only English")
    translate(english, "de", title="Nur Englisch")
    assert titles(stage.house.programme)[-1] == {"en": "Only English", "de": "Nur Englisch"}


def test_sessions_of_another_programme_are_not(stage):
    other = make_programme(stage.house.home, title="Vorprogramm")
    make_session(other, title="Davor", slots=[slot()])
    assert titles(other) == [{"de": "Davor"}]
    assert len(titles(stage.house.programme)) == 2


def test_people_who_are_not_public_and_second_roles_are_left_out(stage):
    hidden = make_speaker("Niemand", live=False)
    session = make_session(
        stage.house.programme, title="X", people=[stage.bo, hidden, (stage.bo, "host")]
    )
    (people,) = [
        one["people"]
        for one in state_of(stage.house.programme)["sessions"].values()
        if one["pk"] == session.pk
    ]
    assert [(person["name"], person["role"]) for person in people] == [("Bo Muster", "speaker")]


@pytest.mark.parametrize("count", [1, 6])
def test_the_same_number_of_queries_at_any_size(stage, count):
    for number in range(count):
        session = make_session(
            stage.house.programme,
            title=f"S {number}",
            people=[stage.ada],
            slots=[slot(room=stage.hall)],
        )
        translate(session, "en")
    with CaptureQueriesContext(connection) as queries:
        state_of(stage.house.programme)
    assert len(queries) == 5


def test_whether_everybody_may_read_it(stage):
    programme = stage.house.programme
    assert is_public(programme)
    restriction = PageViewRestriction.objects.create(
        page=stage.house.home, restriction_type="login"
    )
    assert not is_public(programme)
    restriction.delete()
    ProgrammePage.objects.filter(pk=programme.pk).update(live=False)
    assert not is_public(programme)
