"""Addresses of the public wing that are no pages; a host includes them outside `i18n_patterns`."""

from django.urls import path

from . import views

urlpatterns = [
    path("sitemap.xml", views.sitemap, name="sessions_sitemap"),
    path("robots.txt", views.robots, name="sessions_robots"),
]
