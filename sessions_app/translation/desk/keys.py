"""The desk's keys, for the sheet behind ``?``; ``static/translation/desk/keys.js`` obeys them."""

from types import SimpleNamespace

from django.utils.translation import gettext as _


def shortcuts(keys: SimpleNamespace) -> list[tuple[str, str]]:
    """What a key does, and the key, with the names that Wagtail has for ``keys``."""
    alt = f"{keys.ALT} + {keys.SHIFT}"
    return [
        (_("Save, confirm, on to the next open text"), f"{keys.MOD} + {keys.ENTER}"),
        (_("Save, on to the next text"), f"{keys.MOD} + {keys.SHIFT} + {keys.ENTER}"),
        (_("Next, previous text"), f"{keys.ALT} + ↓ / ↑"),
        (_("Next missing text"), f"{alt} + n"),
        (_("Take suggestion 1–5 of the memory"), f"{keys.CTRL} + m, 1–5"),
        (_("Put in term 1–9 of the glossary"), f"{keys.CTRL} + g, 1–9"),
        (_("Copy the original into the field"), f"{alt} + c"),
        (_("Keep the text as in the original"), f"{alt} + k"),
        (_("Put link or mark 1–9 around the selection"), f"{alt} + 1–9"),
        (_("Mark the selection as another language"), f"{alt} + l"),
        (_("Put in a no-break space"), f"{alt} + ␣"),
        (_("Put in a soft hyphen"), f"{alt} + s"),
        (_("Undo, in this text alone"), f"{keys.MOD} + z"),
        (_("Approve the text"), f"{alt} + a"),
        (_("Say what is to be changed in the text"), f"{alt} + w"),
        (_("Search the texts"), f"{alt} + f"),
        (_("Go to the help of the text, and back"), f"{alt} + h, {keys.ESC}"),
        (_("Show or hide the preview"), f"{keys.MOD} + p"),
        (_("Show the texts alone"), f"{alt} + 0"),
    ]
