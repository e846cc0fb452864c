"""What a site on wagtail-localize has: a page, and a snippet that it names."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, Page, RevisionMixin, TranslatableMixin
from wagtail.snippets.models import register_snippet


@register_snippet
class Person(DraftStateMixin, RevisionMixin, TranslatableMixin, models.Model):
    """Somebody who speaks."""

    name = models.CharField(max_length=255)
    position = models.CharField(max_length=255, blank=True)

    panels = [FieldPanel("name"), FieldPanel("position")]

    class Meta(TranslatableMixin.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class Panel(Page):
    """A discussion."""

    summary = models.TextField(blank=True)
    body = RichTextField(blank=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL)

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("person"),
    ]
    template = "house/panel.html"
