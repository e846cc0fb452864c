"""The programme for apps: Wagtail's API v2, read-only, with facts and language versions."""
