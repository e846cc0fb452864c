"""Machines: what they are asked, what is taken from them, what becomes of everything else."""

import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured

from sessions_app.checks import machines_are_found
from sessions_app.translation import machines
from sessions_app.translation.machines import MachineError, Suggestion, accept
from sessions_app.translation.machines.deepl import DeepL
from sessions_app.translation.machines.libretranslate import LibreTranslate

from .server import Answer, Service, served

KEY = "secret-key:fx"
TEXT = 'Die <b>Verwaltung</b> lernt, <a id="a1">im Bericht</a>.'
GOOD = 'The <b>administration</b> learns, <a id="a1">in the report</a>.'
QUICK = {"timeout": 0.5, "pause": 0.01, "patience": 3.0}
CLASSES = "sessions_app.translation.machines"


@pytest.fixture
def service() -> Iterator[Service]:
    """Something that answers."""
    with served() as running:
        yield running


@pytest.fixture
def deepl(service: Service) -> DeepL:
    """DeepL, as far as it knows."""
    return DeepL("deepl", key=KEY, endpoint=service.url, **QUICK)


@pytest.fixture
def libre(service: Service) -> LibreTranslate:
    """LibreTranslate without a key."""
    return LibreTranslate("libre", endpoint=service.url + "/", **QUICK)


def as_deepl(*texts: str, **more: Any) -> Answer:
    """DeepL's answer."""
    found = [{"detected_source_language": "DE", "text": text} for text in texts]
    return Answer({"translations": found}, **more)


def as_libre(*texts: str, **more: Any) -> Answer:
    """LibreTranslate's answer."""
    return Answer({"translatedText": list(texts)}, **more)


def test_deepl_is_asked_as_its_documentation_says(deepl: DeepL, service: Service) -> None:
    service.says(as_deepl(GOOD, "Two"))
    assert deepl.translate([TEXT, "Zwei"], "de", "en") == [GOOD, "Two"]
    (asked,) = service.asked
    assert asked.path == "/v2/translate"
    assert asked.headers["Authorization"] == f"DeepL-Auth-Key {KEY}"
    assert asked.headers["Content-Type"] == "application/json"
    assert asked.payload == {
        "text": [TEXT, "Zwei"],
        "source_lang": "DE",
        "target_lang": "EN-GB",
        "tag_handling": "html",
    }


@pytest.mark.parametrize(
    ("territories", "code", "wanted"),
    [
        ({}, "en", "EN-GB"),
        ({"en": "US"}, "en", "EN-US"),
        ({"en": "US"}, "en-gb", "EN-GB"),
        ({"pt": "BR"}, "pt", "PT-BR"),
        ({"de": "AT"}, "de", "DE"),
        ({}, "de-at", "DE"),
        ({}, "zh-hant", "ZH-HANT"),
    ],
)
def test_deepl_is_told_the_variant_of_the_site(
    deepl: DeepL,
    service: Service,
    settings: LazySettings,
    territories: dict[str, str],
    code: str,
    wanted: str,
) -> None:
    settings.SESSIONS = {"TERRITORIES": territories}
    service.says(as_deepl("x"))
    deepl.translate(["y"], "fr", code)
    assert service.asked[0].payload["target_lang"] == wanted


@pytest.mark.parametrize(
    ("key", "endpoint"),
    [("k:fx", "https://api-free.deepl.com"), ("k", "https://api.deepl.com")],
)
def test_deepls_address_follows_from_the_key(key: str, endpoint: str) -> None:
    assert DeepL("deepl", key=key).endpoint == endpoint


def test_many_texts_go_in_several_requests(deepl: DeepL, service: Service) -> None:
    service.says(lambda payload: as_deepl(*(text.upper() for text in payload["text"])))
    texts = [f"t{number}" for number in range(101)]
    assert deepl.translate(texts, "de", "en") == [text.upper() for text in texts]
    assert [len(asked.payload["text"]) for asked in service.asked] == [50, 50, 1]
    service.asked.clear()
    long = ["a" * 15_000, "b" * 15_000, "c" * 30_000, "d"]
    deepl.translate(long, "de", "en")
    assert [asked.payload["text"] for asked in service.asked] == [[one] for one in long]


def test_no_text_no_request(deepl: DeepL, libre: LibreTranslate, service: Service) -> None:
    assert (deepl.translate([], "de", "en"), libre.translate([], "de", "en")) == ([], [])
    assert service.asked == []


def test_libretranslate_is_asked_as_its_documentation_says(
    libre: LibreTranslate, service: Service
) -> None:
    service.says(as_libre(GOOD))
    assert libre.translate([TEXT], "de", "en-gb") == [GOOD]
    (asked,) = service.asked
    assert asked.path == "/translate"
    assert asked.payload == {"q": [TEXT], "source": "de", "target": "en", "format": "html"}
    keyed = LibreTranslate("libre", endpoint=service.url, key=KEY)
    keyed.translate([TEXT], "de", "en")
    assert service.asked[1].payload["api_key"] == KEY


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_what_may_pass_is_asked_again(deepl: DeepL, service: Service, status: int) -> None:
    service.says(Answer(status=status), as_deepl(GOOD))
    assert deepl.translate([TEXT], "de", "en") == [GOOD]
    assert len(service.asked) == 2


def test_the_server_says_when_to_ask_again(service: Service) -> None:
    deepl = DeepL("deepl", key=KEY, endpoint=service.url, **QUICK)
    service.says(Answer(status=429, headers={"Retry-After": "1"}), as_deepl(GOOD))
    begun = time.monotonic()
    deepl.translate([TEXT], "de", "en")
    assert time.monotonic() - begun >= 1
    service.says(Answer(status=429, headers={"Retry-After": "3600"}))
    begun = time.monotonic()
    with pytest.raises(MachineError, match=r"too much to do"):
        deepl.translate([TEXT], "de", "en")
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize(
    ("status", "attempts", "sentence"),
    [
        (400, 1, "The machine refused the text (400)."),
        (403, 1, "The machine does not accept the key of this site."),
        (413, 1, "The machine refused the text (413)."),
        (456, 1, "The machine’s quota is used up."),
        (429, 3, "The machine has too much to do. Try it again later."),
        (500, 3, "The machine refused the text (500)."),
    ],
)
def test_what_does_not_pass_is_told_in_a_sentence(
    deepl: DeepL, service: Service, status: int, attempts: int, sentence: str
) -> None:
    service.says(Answer({"message": "no"}, status=status))
    with pytest.raises(MachineError) as told:
        deepl.translate([TEXT], "de", "en")
    assert (str(told.value), len(service.asked)) == (sentence, attempts)


def test_a_key_is_not_carried_elsewhere(deepl: DeepL, service: Service) -> None:
    with served() as other:
        other.says(as_deepl(GOOD))
        service.says(Answer(status=307, headers={"Location": f"{other.url}/v2/translate"}))
        with pytest.raises(MachineError, match=r"\(307\)"):
            deepl.translate([TEXT], "de", "en")
        assert other.asked == []


@pytest.mark.parametrize("answer", [as_deepl(GOOD, after=2.0), as_deepl(GOOD * 9, drip=0.02)])
def test_nobody_waits_for_long(service: Service, answer: Answer) -> None:
    deepl = DeepL("d", key=KEY, endpoint=service.url, timeout=0.2, patience=0.5, pause=0.01)
    service.says(answer)
    begun = time.monotonic()
    with pytest.raises(MachineError, match=r"^The machine does not answer\.$"):
        deepl.translate([TEXT], "de", "en")
    assert time.monotonic() - begun < 1.5


def test_a_server_that_is_not_there() -> None:
    with served() as gone:
        address = gone.url
    deepl = DeepL("deepl", key=KEY, endpoint=address, **QUICK)
    with pytest.raises(MachineError, match=r"^The machine does not answer\.$"):
        deepl.translate([TEXT], "de", "en")


@pytest.mark.parametrize(
    "body",
    [
        b"<html>",
        b"",
        b"\xff",
        [],
        None,
        1,
        {"translations": None},
        {"translations": []},
        {"translations": [{}]},
        {"translations": [{"text": 1}]},
        {"translations": [{"text": ""}] * 2},
    ],
)
def test_garbage_is_told_apart(deepl: DeepL, service: Service, body: Any) -> None:
    service.says(Answer(body))
    with pytest.raises(MachineError, match=r"^The machine gave an answer that cannot be read\.$"):
        deepl.translate([TEXT], "de", "en")


@pytest.mark.parametrize(
    "body", [b"{", [], {"translatedText": GOOD}, {"translatedText": [1]}, {"error": "no"}]
)
def test_garbage_of_the_other_one_as_well(
    libre: LibreTranslate, service: Service, body: Any
) -> None:
    service.says(Answer(body))
    with pytest.raises(MachineError, match=r"^The machine gave an answer that cannot be read\.$"):
        libre.translate([TEXT], "de", "en")


def test_an_endless_answer_is_cut_off(deepl: DeepL, service: Service) -> None:
    service.says(Answer(b" " * (5 * 1024 * 1024)))
    with pytest.raises(MachineError, match=r"^The machine does not answer\.$"):
        deepl.translate([TEXT], "de", "en")


@pytest.mark.parametrize(
    ("text", "made", "kept"),
    [
        (TEXT, GOOD, GOOD),
        ("Zeile<br/>zwei", "Line<br>two", "Line<br/>two"),
        ("Straße &amp; Staat", "Street & state", "Street &amp; state"),
        ("Ja", "<span class='x'>Yes</span>", "Yes"),
        ("Ja", "Yes<script>alert(1)</script>", "Yesalert(1)"),
        ('<a id="a1">A</a> <a id="a2">B</a>', '<a id="a2">B</a> <a id="a1">A</a>', None),
    ],
)
def test_what_is_whole_is_taken(text: str, made: str, kept: str | None) -> None:
    assert accept(text, made) == (kept or made)


@pytest.mark.parametrize(
    "made",
    [
        "The <b>administration</b> learns, in the report.",
        'The administration learns, <a id="a1">in the report</a>.',
        GOOD + ' <a id="a1">Again</a>',
        GOOD.replace("a1", "a2"),
        GOOD + "<br>",
        "",
        "  ",
    ],
)
def test_what_lost_a_mark_is_refused(made: str) -> None:
    with pytest.raises(MachineError):
        accept(TEXT, made)


def test_one_damaged_text_does_not_spoil_the_others(deepl: DeepL, service: Service) -> None:
    service.says(as_deepl(GOOD, "The report", "Three"))
    assert machines.translate(deepl, [TEXT, TEXT, "Drei"], "de", "en") == [GOOD, None, "Three"]


def test_without_a_setting_nobody_is_asked(settings: LazySettings) -> None:
    settings.SESSIONS = {}
    assert machines.machines() == {}
    assert machines.suggest(TEXT, "de", "en") == []
    assert machines_are_found(None) == []


def test_all_machines_of_the_host_are_asked(settings: LazySettings, service: Service) -> None:
    with served() as other:
        settings.SESSIONS = {
            "MACHINES": {
                "libre": {
                    "class": f"{CLASSES}.libretranslate.LibreTranslate",
                    "endpoint": service.url,
                },
                "deepl": {
                    "class": f"{CLASSES}.deepl.DeepL",
                    "endpoint": other.url,
                    "key": KEY,
                },
            }
        }
        service.says(as_libre(GOOD))
        other.says(Answer(status=456))
        assert machines.suggest(TEXT, "de", "en") == [
            Suggestion("libre", "LibreTranslate", html=GOOD),
            Suggestion("deepl", "DeepL", problem="The machine’s quota is used up."),
        ]
        service.says(as_libre("The report"))
        assert machines.suggest(TEXT, "de", "en")[0].problem == (
            "The machine lost links or marks of the text."
        )


@pytest.mark.parametrize(
    ("name", "options", "told"),
    [
        ("memory", {"class": f"{CLASSES}.deepl.DeepL", "key": KEY}, "['memory']: this name is"),
        ("x", {}, "['x']: '' leads nowhere"),
        ("x", {"class": "no.such.path"}, "['x']: 'no.such.path' leads nowhere"),
        ("x", {"class": f"{CLASSES}.MachineError"}, "['x']: "),
        ("x", {"class": f"{CLASSES}.deepl.DeepL"}, "'key'"),
        ("x", {"class": f"{CLASSES}.deepl.DeepL", "key": KEY, "speed": 1}, "'speed'"),
        (
            "x",
            {"class": f"{CLASSES}.libretranslate.LibreTranslate", "endpoint": "file:///etc"},
            "'file:///etc' is no address of the web",
        ),
    ],
)
def test_a_wrong_setting_is_told_without_its_key(
    settings: LazySettings, name: str, options: dict[str, Any], told: str
) -> None:
    settings.SESSIONS = {"MACHINES": {name: options}}
    with pytest.raises(ImproperlyConfigured) as error:
        machines.machines()
    assert 'SESSIONS["MACHINES"]' in str(error.value)
    assert told in str(error.value)
    assert KEY not in str(error.value)
    (found,) = machines_are_found(None)
    assert (found.id, found.msg) == ("sessions_app.E004", str(error.value))


def test_neither_key_nor_text_is_logged(
    deepl: DeepL, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for answer in (Answer({"message": TEXT}, status=500), Answer(TEXT.encode())):
        service.says(answer)
        with pytest.raises(MachineError):
            deepl.translate([TEXT], "de", "en")
    assert [record.getMessage() for record in caplog.records] == [
        "deepl: attempt 1 failed with 500",
        "deepl: attempt 2 failed with 500",
        "deepl: attempt 3 failed with 500",
        "deepl: the answer is no JSON",
    ]
