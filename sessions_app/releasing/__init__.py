"""Releases of the programme in Wagtail's admin: the list, making one, looking at one."""
