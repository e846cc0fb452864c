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
    path("<int:pk>/texts/<int:segment>/confirm/", views.ConfirmView.as_view(), name="confirm"),
    path("<int:pk>/texts/<int:segment>/help/", views.HelpView.as_view(), name="help"),
    path("<int:pk>/texts/<int:segment>/notes/", views.NoteView.as_view(), name="note"),
    path(
        "<int:pk>/texts/<int:segment>/notes/<int:event>/resolve/",
        views.ResolveView.as_view(),
        name="resolve",
    ),
    path("<int:pk>/texts/<int:segment>/dismiss/", views.DismissView.as_view(), name="dismiss"),
    path(
        "<int:pk>/texts/<int:segment>/dismiss/<int:event>/reinstate/",
        views.ReinstateView.as_view(),
        name="reinstate",
    ),
    path("<int:pk>/pulse/", views.PulseView.as_view(), name="pulse"),
    path("<int:pk>/texts/<int:segment>/machines/", views.MachinesView.as_view(), name="machines"),
    path("<int:pk>/state/", views.StateView.as_view(), name="state"),
    path("<int:pk>/resume/", views.ResumeView.as_view(), name="resume"),
    path("<int:pk>/release/", views.ReleaseView.as_view(), name="release"),
    path("<int:pk>/review/", views.ReviewView.as_view(), name="review"),
    path("<int:pk>/submit/", views.SubmitView.as_view(), name="submit"),
    path("<int:pk>/approve/", views.ApproveView.as_view(), name="approve"),
    path("<int:pk>/send-back/", views.SendBackView.as_view(), name="send_back"),
    path("<int:pk>/withdraw/", views.WithdrawView.as_view(), name="withdraw"),
    path("<int:pk>/words/", views.WordsView.as_view(), name="words"),
    path("<int:pk>/preview/", views.PreviewView.as_view(), name="preview"),
    path("jobs/", views.JobsView.as_view(), name="jobs"),
    path("jobs/plan/", views.PlanView.as_view(), name="jobs_plan"),
    path("jobs/<uuid:bulk>/", views.JobView.as_view(), name="job"),
    path("words/", views.AllWordsView.as_view(), name="all_words"),
    path("memory/", views.MemoryView.as_view(), name="memory"),
    path("memory/export/", views.ExportView.as_view(), name="memory_export"),
    path("memory/import/", views.ImportView.as_view(), name="memory_import"),
    path("memory/import/<uuid:job>/", views.ImportReportView.as_view(), name="memory_report"),
    path("memory/<uuid:entry>/", views.CorrectionView.as_view(), name="memory_entry"),
    path("memory/<uuid:entry>/retire/", views.RetireView.as_view(), name="memory_retire"),
    path("memory/<uuid:entry>/restore/", views.RestoreView.as_view(), name="memory_restore"),
]
