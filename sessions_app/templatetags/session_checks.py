"""The marks of content checks in an editor's preview."""

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..content_checks import ATTRIBUTE, Findings, findings_of_preview

register = template.Library()


@register.simple_tag(takes_context=True)
def content_findings(context: Context) -> Findings:
    """What is to be marked on the page that is shown; nothing but in an editor's preview."""
    return findings_of_preview(context.get("request"), context.get("page"))


@register.filter
def marked(findings: Findings, place: str | None) -> SafeString | str:
    """The attribute that marks a place for the checker, with a space in front; or nothing."""
    rules = findings.get(str(place))
    return format_html(' {}="{}"', ATTRIBUTE, " ".join(rules)) if rules else ""
