"""The endpoints: lists and details of public rows, as JSON, for everybody, to read alone."""

import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import URLPattern, path, reverse
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.pagination import BasePagination
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet
from wagtail.models import Page

from ...conf import content_languages
from ...models import (
    Partner,
    ProgrammePage,
    Room,
    SessionFormat,
    SessionPage,
    Speaker,
    Track,
)
from ..frame import Frame, below, frame_of
from . import serializers
from .facts import keys_in_room, labelled
from .public import appearances, public_pages, public_rows, written_in

DEFAULT_LIMIT, MAX_LIMIT = 20, 100
MAX_AGE = 300  # seconds
LARGEST = 10**18  # every database holds what is below
_NUMBER = re.compile(r"[0-9]{1,18}")
Filter = Callable[[Frame, int], Q]


def number(value: str, name: str) -> int:
    """``value`` as a number that every database can hold. Raises ``BadRequestError``."""
    if _NUMBER.fullmatch(value) is None:
        raise BadRequestError(f"{name} must be a positive integer")
    return int(value)


class Pages(BasePagination):
    """``limit`` (at most 100) and ``offset``, as Wagtail's API names them."""

    def paginate_queryset(self, queryset: QuerySet, request: Request, view: Any = None) -> Any:
        """Rows of the page. One query for all of them, one for their number."""
        offset = number(request.GET.get("offset", "0"), "offset")
        limit = number(request.GET.get("limit", str(DEFAULT_LIMIT)), "limit")
        if limit > MAX_LIMIT:
            raise BadRequestError(f"limit cannot be higher than {MAX_LIMIT}")
        self.total_count = queryset.count()
        # Beyond the last row there is nothing to be asked of the database.
        return queryset[offset : offset + limit] if offset < self.total_count else queryset.none()

    def get_paginated_response(self, data: Any) -> Response:
        """The page with the number of all rows."""
        return Response({"meta": {"total_count": self.total_count}, "items": data})


class JsonAlone(BaseContentNegotiation):
    """JSON for everybody, whatever is asked for."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """Nothing is ever read."""
        return None

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> Any:
        """The only one."""
        return renderers[0], renderers[0].media_type


class PublicViewSet(BaseAPIViewSet):
    """Rows of ``model`` that everybody may read, written by ``represent``.

    ``endpoint`` is its part of the address. ``filters`` are conditions by the name of their
    parameter, which holds a primary key.
    """

    renderer_classes = [JSONRenderer]
    authentication_classes: ClassVar[list[Any]] = []
    permission_classes: ClassVar[list[Any]] = []
    pagination_class = Pages
    content_negotiation_class = JsonAlone
    http_method_names = ["get", "head", "options"]
    endpoint: ClassVar[str]
    represent: ClassVar[serializers.Represent]
    filters: ClassVar[Mapping[str, Filter]] = {}
    has_source = True

    @property
    def frame(self) -> Frame:
        """The homes of the site that is asked, and what stands right below them."""
        return frame_of(self.request._request)

    def get_queryset(self) -> QuerySet:
        """Public rows in the order of their primary keys."""
        model: type[Model] = self.model
        rows = public_rows(self.frame, model).select_related("locale").order_by("pk")
        return rows.select_related("source__locale") if self.has_source else rows

    def listing_view(self, request: Request) -> Response:
        """A page of the list."""
        rows = self.paginate_queryset(self._filtered(self.get_queryset()))
        represent = type(self).represent
        return self.get_paginated_response(represent(self.frame, self.endpoint, list(rows), False))

    def detail_view(self, request: Request, pk: int) -> Response:
        """One row with everything that is told of it."""
        self._check(())
        row = self.get_queryset().filter(pk=pk).first() if pk < LARGEST else None
        if row is None:
            raise Http404("not found")
        return Response(type(self).represent(self.frame, self.endpoint, [row], True)[0])

    def _filtered(self, rows: QuerySet) -> QuerySet:
        self._check(("limit", "offset", "locale", *self.filters))
        given = self.request.GET
        if "locale" in given:
            if given["locale"] not in dict(content_languages()):
                raise BadRequestError("locale must be a language of the site")
            rows = rows.filter(locale__language_code=given["locale"])
        for name, condition in self.filters.items():
            if name in given:
                rows = rows.filter(condition(self.frame, number(given[name], name)))
        return rows

    def _check(self, known: tuple[str, ...]) -> None:
        unknown = self.request.GET.keys() - set(known)
        if unknown:
            names = ", ".join(sorted(unknown))
            raise BadRequestError(f"query parameter is not recognised: {names}")

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Open to scripts of every origin: nothing here depends on who asks."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer["Access-Control-Allow-Origin"] = "*"
        if answer.status_code == 200:
            answer["Cache-Control"] = f"public, max-age={MAX_AGE}"
        return answer

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        """The list and the details."""
        return [
            path("", cls.as_view({"get": "listing_view"}), name="listing"),
            path("<int:pk>/", cls.as_view({"get": "detail_view"}), name="detail"),
        ]


def _of_programme(frame: Frame, pk: int) -> Q:
    """Below any language version of the programme."""
    keys = ProgrammePage.objects.filter(pk=pk).values("translation_key")
    found = public_pages(frame, ProgrammePage).filter(translation_key__in=keys)
    return below(found.values_list("path", flat=True))


def _of_speaker(frame: Frame, pk: int) -> Q:
    keys = Speaker.objects.filter(pk=pk).values("translation_key")
    parts = appearances(frame).filter(speaker__translation_key__in=keys)
    return Q(translation_key__in=parts.values("page__translation_key"))


class Sessions(PublicViewSet):
    """Sessions with their times, people and labels."""

    endpoint = "sessions"
    model = SessionPage
    represent = serializers.sessions
    filters = {
        "programme": _of_programme,
        "track": lambda frame, pk: labelled("track", Track, pk),
        "format": lambda frame, pk: labelled("format", SessionFormat, pk),
        "room": keys_in_room,
        "speaker": _of_speaker,
    }


class Speakers(PublicViewSet):
    """Everybody who has a part in a public session."""

    endpoint = "speakers"
    model = Speaker
    represent = serializers.speakers


class Partners(PublicViewSet):
    """Partner organisations."""

    endpoint = "partners"
    model = Partner
    represent = serializers.partners


class Rooms(PublicViewSet):
    """Rooms."""

    endpoint = "rooms"
    model = Room
    represent = serializers.labels


class Tracks(PublicViewSet):
    """Tracks."""

    endpoint = "tracks"
    model = Track
    represent = serializers.labels


class Formats(PublicViewSet):
    """Formats of sessions."""

    endpoint = "formats"
    model = SessionFormat
    represent = serializers.labels


class Programmes(PublicViewSet):
    """Programmes with their dates and place."""

    endpoint = "programmes"
    model = ProgrammePage
    represent = serializers.programmes


class AllPages(PublicViewSet):
    """Pages of every kind."""

    endpoint = "pages"
    model = Page
    represent = serializers.pages
    has_source = False

    def get_queryset(self) -> QuerySet:
        """With the kind of each and the language it was written in."""
        rows = super().get_queryset().select_related("content_type")
        return rows.annotate(original_language=written_in())


ENDPOINTS = (Sessions, Speakers, Partners, Rooms, Tracks, Formats, Programmes, AllPages)


def index(request: HttpRequest) -> JsonResponse:
    """Where the endpoints stand."""
    frame = frame_of(request)
    found = {
        one.endpoint: frame.absolute(reverse(f"sessions_api:{one.endpoint}:listing"))
        for one in ENDPOINTS
    }
    return JsonResponse(found, headers={"Access-Control-Allow-Origin": "*"})
