"""What the editor's scripts say, and the languages that a passage may be marked with."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from ...conf import content_languages

# Languages that passages of texts are often in, beside those of the site.
OFTEN = ("de", "en", "fr", "es", "it", "nl", "pl", "tr", "ar", "uk", "ru")


def languages_of_parts(translation: Any) -> list[tuple[str, str]]:
    """Code and name of the languages for a passage: the source's first, never the target's."""
    first = translation.source.locale.language_code
    own = translation.target_locale.language_code
    codes = dict.fromkeys([first, *(code for code, _label in content_languages()), *OFTEN])
    known = {code for code, _label in settings.LANGUAGES} | set(OFTEN)
    return [(code, _name(code)) for code in codes if code != own and code in known]


def _name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def script_strings() -> dict[str, str]:
    """What the editor's script says."""
    return {
        "saving": _("Saving…"),
        "saved": _("Saved"),
        "savedAt": _("Saved at %(time)s"),
        "typing": _("Not saved yet"),
        "kept": _("Not saved; kept in this browser, trying again"),
        "refused": _("Not saved; kept in this browser"),
        "conflict": _("Somebody else changed this text meanwhile."),
        "keptAsSource": _("Kept as in the original"),
        "machine": _("From a machine, to be confirmed"),
        "confirmed": _("Confirmed"),
        "missing": _("Missing"),
        "needsWork": _("Needs work"),
        "approved": _("Approved"),
        "noApproval": _("This text cannot be approved now."),
        "noVerdict": _("Nothing can be said of this text now, or it was said."),
        "allSaved": _("All saved"),
        "waiting": _("%(count)s not saved yet"),
        "offline": _("No connection. Everything is kept in this browser."),
        "progress": _("%(done)s of %(total)s texts"),
        "wordsLeft": _("%(count)s words left"),
        "markPlaced": _("placed"),
        "markMissing": _("missing"),
        "markTimes": _("%(count)s times"),
        "tooLong": _("Characters too many: %(over)s"),
        "tooMuch": _("The server does not take this much at once. Shorten the text."),
        "restored": _("Kept texts from your last visit were brought back."),
        "noOpen": _("Nothing is left to translate here."),
        "wrote": _("%(name)s wrote:"),
        "storedNow": _("Stored is now:"),
        "takeTheirs": _("Take the stored text"),
        "takeMine": _("Replace it by mine"),
        "found": _("%(count)s texts found"),
        "helpLoading": _("The help is loading…"),
        "helpFailed": _("The help could not be loaded."),
        "helpReady": _("Help: %(suggestions)s from the memory, %(terms)s terms, %(notes)s notes"),
        "taken": _("Put into the field"),
        "noSuggestion": _("There is no suggestion of this number."),
        "noTerm": _("There is no term of this number."),
        "pickSuggestion": _("Which suggestion? Press its number."),
        "pickTerm": _("Which term? Press its number."),
        "selectWords": _("Select the words first."),
        "isHere": _("%(name)s is here too"),
        "isAt": _("%(name)s is at this text"),
        "areHere": _("%(names)s are here too"),
        "cameIn": _("%(name)s changed this text just now."),
        "cameInAt": _("%(name)s, just now"),
        "zenOn": _("The panes are hidden."),
        "zenOff": _("The panes are shown."),
        "lost": _("This did not reach the server. Try it again."),
        "somebody": _("Somebody"),
    }
