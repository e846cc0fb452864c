"""What happens to translations when something happens to their original."""

from .source import TranslatedModel


def before_delete(original: TranslatedModel) -> None:
    """Take every live translation of ``original`` offline: without it they have no facts.

    Their rows and texts stay; nothing is deleted.
    """
    for version in original.versions.filter(live=True):
        version.unpublish()
