"""Language from the address, without turning missing addresses into other ones."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware


class LanguageMiddleware(LocaleMiddleware):
    """Django's, but a 404 stays a 404 except at the bare root.

    Django redirects every unknown address to one below a language, with a catch-all URL pattern
    even those that no language has (``/api/nope/`` to ``/de/api/nope/``).
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Redirect the bare root to the visitor's language; leave every other 404 alone."""
        if response.status_code == 404 and request.path_info != "/":
            return response
        return super().process_response(request, response)
