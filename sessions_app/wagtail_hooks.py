"""What the programme registers with Wagtail; nothing is done here."""

from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from . import content_checks, rich_text
from .gallery import views as gallery
from .models import ProgrammeRelease
from .programme import routes
from .programme.films import documents
from .releasing import history_log, rights
from .viewsets import ProgrammeGroup, SessionViewSet

register_permission_policy(ProgrammeRelease, rights.ReleasePolicy(ProgrammeRelease))
register_snippet(ProgrammeGroup)


@hooks.register("register_admin_viewset")
def session_viewset() -> SessionViewSet:
    """Sessions in the explorer, with their facts."""
    return SessionViewSet("session_pages")


@hooks.register("register_rich_text_features")
def language_of_part(features) -> None:
    """The mark of words of another language."""
    rich_text.register(features)


@hooks.register("insert_editor_js")
def saving_script() -> str:
    """Nothing is published while a draft of it is being saved."""
    script = versioned_static("sessions_app/admin/saving.js")
    return format_html('<script src="{}"></script>', script)


@hooks.register("register_admin_urls")
def gallery_urls():
    """Every component that visitors meet, below ``components/``."""
    return gallery.urls()


@hooks.register("register_reports_menu_item")
def gallery_menu_item():
    """The way to them, among the reports."""
    return gallery.menu_item()


hooks.register("register_log_actions", history_log.log_actions)

# What editors are told of an original, in the panel “Checks” and in the preview.
hooks.register("construct_wagtail_userbar", content_checks.add_rules)

# An address promises one language and shows no other.
hooks.register("before_serve_page", routes.refuse_foreign_language)

# Films are sent in parts, after Wagtail has asked whether the visitor may have them.
hooks.register("before_serve_document", documents.serve_part, order=100)
