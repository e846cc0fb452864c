"""What holds for every source file."""

import ast
import re
import subprocess
from pathlib import Path

from tests.conftest import ROOT


def listed(*patterns: str) -> list[Path]:
    """Files of the repository, new ones included, that match the patterns."""
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / line for line in done.stdout.splitlines() if (ROOT / line).is_file()]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def code(*tops: str) -> list[Path]:
    """Python files below ``tops`` but for migrations, which Django writes."""
    return [p for p in listed(*(f"{top}/*.py" for top in tops)) if "migrations" not in p.parts]


def test_files_are_short() -> None:
    lengths = {name(p): len(p.read_text().splitlines()) for p in code("cms", "sessions_app")}
    assert {path: length for path, length in lengths.items() if length > 400} == {}


def test_names_say_something() -> None:
    vague = {"utils.py", "helpers.py", "services.py", "misc.py", "common.py"}
    assert [name(p) for p in code("cms", "sessions_app") if p.name in vague] == []


def test_nothing_is_left_undone() -> None:
    pattern = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    files = listed("*.py", "*.html", "*.css", "*.js", "*.md")
    found = [p for p in files if pattern.search(p.read_text())]
    # The rule itself names the words.
    assert {name(p) for p in found} == {"tests/test_project/test_sources.py"}


def test_languages_come_from_the_settings() -> None:
    """No code of the plugin names German or English, but where it is about their very words."""
    codes = {"de", "en", "de-DE", "en-GB", "en-US", "German", "English"}
    found = {
        name(path)
        for path in code("sessions_app")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and node.value in codes
    }
    assert found == {
        "sessions_app/content_checks.py",  # gender forms and quotation marks of German originals
        "sessions_app/programme/typography.py",
        "sessions_app/slugs.py",
        "sessions_app/translation/checks/gender.py",
        "sessions_app/translation/checks/languages.py",
        "sessions_app/translation/checks/leftover.py",
        "sessions_app/translation/checks/moments.py",
        "sessions_app/translation/checks/quantities.py",
        "sessions_app/translation/desk/wording.py",  # languages that passages are often in
        # Names of groups are in the language of the sources, unless another one is asked for.
        "sessions_app/translation/management/commands/create_groups.py",
        "sessions_app/translation/words/german.py",
    }


def test_trusted_markup() -> None:
    """Where text is declared safe by hand; each place was looked at."""
    pattern = re.compile(r"\b(mark_safe|SafeString)\(|\|safe\b|{% autoescape off")
    files = [*code("cms", "sessions_app"), *listed("*.html")]
    assert {name(p) for p in files if pattern.search(p.read_text())} == {
        "sessions_app/programme/links.py",  # rich text, cleaned by Wagtail when it was stored
        "sessions_app/programme/releases/telling.py",  # sentences of escaped parts
        "sessions_app/programme/metadata/structured_data.py",  # JSON, its signs escaped
        "sessions_app/programme/texts.py",  # the empty text
        "sessions_app/rich_text.py",  # "<a>"
        "sessions_app/translation/desk/markup.py",  # built of escaped parts
    }


def test_nothing_of_the_machine() -> None:
    """No path of a developer's machine, no package host."""
    places = ["/ro" + "ot/", "/ho" + "me/", "/wo" + "rk/", "npmjs" + ".org", "docker" + ".io"]
    places += ["pypi" + ".org", "python" + "hosted"]
    pattern = re.compile("|".join(map(re.escape, places)))
    files = [p for p in listed() if p.suffix not in {".mo", ".png", ".jpg", ".webp", ".avif"}]
    assert [name(p) for p in files if pattern.search(p.read_text(errors="replace"))] == []


def test_text_files_are_tidy() -> None:
    """One line feed at the end, none before it, no blanks at line ends, no tabs but in make."""
    files = listed("*.py", "*.md", "*.toml", "*.html", "*.css", "*.js", "*.po", "*.yaml", "*.in")
    untidy = [
        p
        for p in files
        if (text := p.read_text()) and not re.fullmatch(r"(?s)(?!.*[ \t]\n)(?!.*\t).*[^\n]\n", text)
    ]
    assert [name(p) for p in untidy] == []
