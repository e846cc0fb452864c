"""What visitors are told of a partner's part in a session."""

import pytest
from django.template import Context, Template
from django.utils import translation

from sessions_app.enums import PartnershipKind
from sessions_app.programme.texts import Text
from tests.factories import block, body, make_partner, make_session, translate

from .shown import show


def told(kind: str, name: object) -> str:
    template = Template("{% load sessions %}{% disclosure kind name %}")
    return template.render(Context({"kind": kind, "name": name}))


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (
            "cooperation",
            "<span>Wort</span> planned this session together with the organisers and had a say in"
            " it.",
        ),
        ("hosted", "<span>Wort</span> hosts this session and had a say in it."),
        (
            "funded",
            "<span>Wort</span> supports this session with a grant. The organisers alone chose"
            " content and speakers.",
        ),
        (
            "sponsored",
            "<span>Wort</span> paid for this session to take place. The organisers alone chose"
            " content and speakers.",
        ),
        (
            "media",
            "<span>Wort</span> announces this session as a media partner and decides alone what"
            " it reports.",
        ),
        ("", ""),
        ("of old", ""),
    ],
)
def test_every_kind_has_its_sentence(kind, sentence):
    assert told(kind, "Wort") == sentence


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("kind", PartnershipKind)
def test_every_sentence_names_the_partner_once_in_every_language(kind, language):
    with translation.override(language):
        assert str(kind.disclosure).count("%(name)s") == 1
        assert "%" not in str(kind.disclosure).replace("%(name)s", "")


def test_the_name_is_escaped_and_keeps_its_language():
    assert told("hosted", Text("A <b> & 100 % %s", "de", foreign=True)) == (
        '<span lang="de">A &lt;b&gt; &amp; 100 % %s</span> hosts this session and had a say in it.'
    )


@pytest.mark.django_db
def test_the_sentence_stands_below_the_block(client, house):
    partner = make_partner("Stiftung Wort")
    value = {"partner": partner.pk, "kind": "sponsored", "text": ""}
    session = make_session(house.programme, slug="x", body=body(block("partner", value)))
    translate(session, "en", slug="x", body=session.body)
    shown = show(client, "/en/programme/x/")
    assert shown.rows("//aside//p[@class='z-partner-told']/span", "lang") == [
        ("Stiftung Wort", "de")
    ]
    assert shown.text("//aside//p[@class='z-label']") == "Partner Sponsored by"
