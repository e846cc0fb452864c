"""Reviews of translations, on Wagtail's workflows."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState


class TranslationReviewTask(Task):
    """Somebody who may review into the language reads what was translated, and lets it go live.

    Who that is the language permissions say. Approving is done at the desk alone, which publishes
    exactly what was submitted.
    """

    locale = models.ForeignKey(
        "wagtailcore.Locale",
        verbose_name=_("language"),
        on_delete=models.CASCADE,
        related_name="+",
    )

    admin_form_fields = [*Task.admin_form_fields, "locale"]

    class Meta:
        verbose_name = _("review of translations")
        verbose_name_plural = _("reviews of translations")

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """Whether the way to the desk is open to ``user``."""
        return self._may_review(user)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """None: approving and sending back is for the desk, which knows what was handed in."""
        return []

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        """What waits for ``user``, for Wagtail's dashboard."""
        waiting = TaskState.objects.filter(task=self, status=TaskState.STATUS_IN_PROGRESS)
        return waiting if self._may_review(user) else waiting.none()

    @classmethod
    def get_description(cls) -> Any:
        """What Wagtail says where kinds of tasks are chosen."""
        return _("Whoever may review translations into a language approves them at the desk")

    def _may_review(self, user: Any) -> bool:
        # The policy stands on the models.
        from .. import policy
        from .permission import Action

        return policy.allows(user, Action.REVIEW, self.locale_id)


class Review(models.Model):
    """One object whose texts were frozen into a revision for somebody to read.

    ``digest`` is that of the source's texts as of the submission; ``page`` the review of the page
    with which a snippet was submitted. ``writers`` are the primary keys of those who wrote the
    texts that were handed in, the page's and its snippets'. ``texts`` are their tokens, see
    :mod:`..corrections`.
    """

    translation = models.ForeignKey(
        "wagtail_localize.Translation", on_delete=models.CASCADE, related_name="reviews"
    )
    workflow_state = models.ForeignKey(
        "wagtailcore.WorkflowState", on_delete=models.CASCADE, related_name="+"
    )
    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    page = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="snippets")
    at = models.DateTimeField()
    writers = models.JSONField(default=list)
    texts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")

    def __str__(self) -> str:
        return f"{self.translation_id}: {self.at:%Y-%m-%d %H:%M}"
