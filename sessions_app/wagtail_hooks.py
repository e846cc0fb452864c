"""What the programme registers with Wagtail; nothing is done here."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from . import content_checks, rich_text
from .programme import routes
from .viewsets import ProgrammeGroup, SessionViewSet

register_snippet(ProgrammeGroup)


@hooks.register("register_admin_viewset")
def session_viewset() -> SessionViewSet:
    """Sessions in the explorer, with their facts."""
    return SessionViewSet("session_pages")


@hooks.register("register_rich_text_features")
def language_of_part(features) -> None:
    """The mark of words of another language."""
    rich_text.register(features)


# What editors are told of an original, in the panel “Checks” and in the preview.
hooks.register("construct_wagtail_userbar", content_checks.add_rules)

# An address promises one language and shows no other.
hooks.register("before_serve_page", routes.refuse_foreign_language)
