"""Addresses of the public wing that are no pages; a host includes them outside `i18n_patterns`."""

from django.urls import path

from .site import views

urlpatterns = [
    path("sitemap.xml", views.sitemap, name="sessions_sitemap"),
    path("robots.txt", views.robots, name="sessions_robots"),
    path(".well-known/security.txt", views.security, name="sessions_security"),
    path("service-worker.js", views.worker, name="sessions_worker"),
]
