"""The round trip with wagtail-localize's rows in between."""

import pytest
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from tests.factories import block, body, make_session, make_site, translate
from tests.factories.bodies import table


@pytest.mark.django_db
def test_equal_cells_of_a_table_share_one_translation():
    house = make_site()
    raw = body(block("table", table("", ["Wer", "Ob"], [["A", "Ja"], ["B", "Ja"]])))
    session = make_session(house.programme, title="Tafel", body=raw)
    translate(session, "en", title="Table", body=raw)
    source, _created = TranslationSource.update_or_create_from_instance(session)
    english = house.locales["en"]
    Translation.objects.create(source=source, target_locale=english)
    words = {"Tafel": "Table", "Wer": "Who", "Ob": "Whether", "Ja": "Yes", "A": "A", "B": "B"}
    for segment in source.stringsegment_set.select_related("string", "context"):
        StringTranslation.objects.get_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=english,
            defaults={"data": words[segment.string.data]},
        )
    target = source.get_ephemeral_translated_instance(english, fallback=False)
    assert target.body.get_prep_value()[0]["value"] == table(
        "", ["Who", "Whether"], [["A", "Yes"], ["B", "Yes"]]
    )
