"""One rule for addresses, in one table."""

import pytest

from sessions_app.slugs import slugify

TABLE = [
    # language, title, slug
    (
        "de",
        "Sozialstaat 4.0 - Was macht eine innovative Verwaltung aus?",
        "sozialstaat-4-0-was-macht-eine-innovative-verwaltung-aus",
    ),
    ("de", "Straße", "strasse"),
    ("de", "GROẞE STRASSE", "grosse-strasse"),
    ("de", "Ämter für Öffentlichkeit", "aemter-fuer-oeffentlichkeit"),
    ("de", "U\u0308ber uns", "ueber-uns"),
    ("de-AT", "Künstliche Intelligenz", "kuenstliche-intelligenz"),
    ("de", "Vor\u00adtrag", "vortrag"),
    ("de", "Bürger*innen & Behörden", "buergerinnen-behoerden"),
    ("de", "Bürger:innen: was nun?", "buergerinnen-was-nun"),
    ("de", "Schüler_innen", "schuelerinnen"),
    ("de", "Um 10:30 Uhr", "um-10-30-uhr"),
    ("de", "u. a. das Netzwerk", "u-a-das-netzwerk"),
    ("de", "„Zwiesprache“ – ein Versuch", "zwiesprache-ein-versuch"),
    ("de", "und/oder", "und-oder"),
    ("de", "KI-Leuchttürme", "ki-leuchttuerme"),
    ("de", "Ana Dujić", "ana-dujic"),
    ("de", "  * Stern *  ", "stern"),
    ("de", "zwei\u00a0Wörter", "zwei-woerter"),
    ("en", "What’s next?", "whats-next"),
    ("en", "Über-app", "uber-app"),
    ("en", "Straße", "strasse"),
    ("fr", "L’œuvre à venir", "loeuvre-a-venir"),
    ("fr", "Été déjà", "ete-deja"),
    ("da", "Rødgrød på ø", "roedgroed-paa-oe"),
    ("pl", "Łódź", "lodz"),
    ("ja", "日本", ""),
    ("de", "", ""),
    ("de", "---", ""),
]


@pytest.mark.parametrize(("language", "title", "slug"), TABLE)
def test_slugs(language, title, slug):
    assert slugify(title, language) == slug


def test_a_long_title_is_cut_at_a_word():
    assert slugify("eins zwei drei", "de", length=10) == "eins-zwei"
    assert slugify("eins zwei drei", "de", length=9) == "eins-zwei"
    assert slugify("Donaudampfschifffahrt", "de", length=5) == "donau"
