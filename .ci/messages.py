"""The message catalogues: collect them from the sources, prove that they are complete.

    python .ci/messages.py collect    needs GNU gettext; writes *.po and *.mo
    python .ci/messages.py check      exit status 1, with everything that is wrong printed

The compiled catalogues are committed, so that a fresh clone and the wheel hold them without
gettext. Messages are written in English in the sources: in the English catalogue each stands for
itself, which makes its completeness provable like that of every other language.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
# Where messages are written; each catalogue holds those of the folders named.
CATALOGUES = {"locale": ["cms", "templates"], "sessions_app/locale": ["sessions_app"]}
SOURCE_LANGUAGE = "en"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
METADATA = {
    "Project-Id-Version": "wagtail-zwiesprache",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}
PLURALS = "nplurals=2; plural=(n != 1);"

Key = tuple[str | None, str, str | None]


def languages() -> list[str]:
    """Codes of the site's languages."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
    from django.conf import settings

    return [code for code, _ in settings.LANGUAGES]


def key(entry: polib.POEntry) -> Key:
    """What tells one message from another."""
    return entry.msgctxt, entry.msgid, entry.msgid_plural or None


def texts(entry: polib.POEntry) -> list[str]:
    """The translation, or one for every plural form."""
    if entry.msgid_plural:
        return [entry.msgstr_plural[form] for form in sorted(entry.msgstr_plural)]
    return [entry.msgstr]


def extract(codes: list[str]) -> None:
    """Let Django's makemessages bring the catalogues below the current folder up to date."""
    ignored = [".venv", "node_modules", "var", "dist", "tests", "deploy", ".ci"]
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "--no-obsolete", "--no-wrap"]
        + ["--add-location", "file", "--extension", "html,txt,xml,py", "--verbosity", "0"]
        + [argument for code in codes for argument in ("--locale", code)]
        + [argument for name in ignored for argument in ("--ignore", name)],
        check=True,
        env={k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"},
    )


def collect() -> None:
    """Bring every catalogue up to date and compile it."""
    codes = languages()
    os.chdir(ROOT)
    for folder in CATALOGUES:
        Path(folder).mkdir(exist_ok=True)
    extract(codes)
    for folder in CATALOGUES:
        for code in codes:
            path = ROOT / folder / code / "LC_MESSAGES" / "django.po"
            if not path.exists():
                continue
            catalogue = polib.pofile(str(path), wrapwidth=99)
            catalogue.header = ""
            catalogue.metadata = {**METADATA, "Language": code, "Plural-Forms": PLURALS}
            catalogue.metadata_is_fuzzy = False
            if code == SOURCE_LANGUAGE:
                for entry in catalogue:
                    stand_for_itself(entry)
            catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
            catalogue.save()
            catalogue.save_as_mofile(str(path.with_suffix(".mo")))
            print(f"{path.relative_to(ROOT)}: {catalogue.percent_translated()} %")


def stand_for_itself(entry: polib.POEntry) -> None:
    """Let a message be its own translation."""
    entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    entry.previous_msgid = entry.previous_msgctxt = entry.previous_msgid_plural = None
    if entry.msgid_plural:
        entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
    else:
        entry.msgstr = entry.msgid


def in_sources() -> dict[str, set[Key]] | None:
    """Messages of the sources by catalogue; ``None`` where gettext is missing."""
    if shutil.which("xgettext") is None:
        return None
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        for folder, sources in CATALOGUES.items():
            for source in sources:
                shutil.copytree(
                    ROOT / source,
                    copy / source,
                    ignore=shutil.ignore_patterns("locale", "__pycache__", "migrations"),
                )
            (copy / folder).mkdir(parents=True)
        here = Path.cwd()
        os.chdir(copy)
        try:
            extract(["de"])
        finally:
            os.chdir(here)
        found = {}
        for folder in CATALOGUES:
            path = copy / folder / "de" / "LC_MESSAGES" / "django.po"
            found[folder] = {key(e) for e in polib.pofile(str(path))} if path.exists() else set()
        return found


def faults(folder: str, code: str, wanted: set[Key] | None) -> Iterator[str]:
    """Everything that is wrong with one catalogue."""
    path = ROOT / folder / code / "LC_MESSAGES" / "django.po"
    if not path.exists():
        if wanted:
            yield "does not exist"
        return
    catalogue = polib.pofile(str(path))
    here = {key(entry) for entry in catalogue if not entry.obsolete}
    if wanted is not None:
        yield from (f"lacks {msgid!r}" for _, msgid, _ in sorted(wanted - here, key=str))
        yield from (f"knows a stranger {msgid!r}" for _, msgid, _ in sorted(here - wanted, key=str))
    for entry in catalogue:
        given = texts(entry)
        if entry.obsolete or entry.fuzzy or not all(given):
            yield f"not translated: {entry.msgid!r}"
            continue
        asked = set(PLACEHOLDER.findall(entry.msgid + (entry.msgid_plural or "")))
        # The singular may say “one” in place of the number.
        if set(PLACEHOLDER.findall(given[-1])) != asked:
            yield f"other placeholders: {entry.msgid!r}"
        if code == SOURCE_LANGUAGE and given != [t for t in key(entry)[1:] if t]:
            yield f"not itself: {entry.msgid!r}"
    compiled = path.with_suffix(".mo")
    if not compiled.exists():
        yield "is not compiled"
    elif {key(e): texts(e) for e in polib.mofile(str(compiled))} != {
        key(e): texts(e) for e in catalogue if not e.obsolete and all(texts(e)) and not e.fuzzy
    }:
        yield "is not what was compiled"


def check() -> int:
    """Print all faults of all catalogues; return the exit status."""
    wanted = in_sources()
    strict = os.environ.get("CI") == "true"
    if wanted is None:
        print("gettext is missing: whether the catalogues hold every message was not looked at.")
    found = [
        f"{folder}/{code}: {fault}"
        for folder in CATALOGUES
        for code in languages()
        for fault in faults(folder, code, wanted and wanted[folder])
    ]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found or (strict and wanted is None) else 0


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["collect"]:
            collect()
        case ["check"]:
            sys.exit(check())
        case _:
            sys.exit(__doc__)
