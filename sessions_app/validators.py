"""What several fields are checked by. A leaf."""

from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

# Django lets `ftp:` pass as well; browsers no longer follow it.
on_the_web = URLValidator(
    schemes=["http", "https"], message=_("Give an address that begins with http:// or https://.")
)
