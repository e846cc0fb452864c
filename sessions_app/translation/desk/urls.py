"""Addresses of the desk below the admin's."""

from django.urls import path

from . import views

app_name = "sessions_translation"
urlpatterns = [
    path("", views.OverviewView.as_view(), name="overview"),
    path("token/", views.TokenView.as_view(), name="token"),
    path("open/<int:content_type>/<str:pk>/<str:language>/", views.OpenView.as_view(), name="open"),
    path("<int:pk>/", views.EditorView.as_view(), name="editor"),
    path("<int:pk>/texts/<int:segment>/", views.SaveView.as_view(), name="save"),
    path("<int:pk>/texts/<int:segment>/keep/", views.KeepView.as_view(), name="keep"),
    path("<int:pk>/state/", views.StateView.as_view(), name="state"),
    path("<int:pk>/resume/", views.ResumeView.as_view(), name="resume"),
    path("<int:pk>/release/", views.ReleaseView.as_view(), name="release"),
    path("<int:pk>/preview/", views.PreviewView.as_view(), name="preview"),
]
