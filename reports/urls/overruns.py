"""Addresses of reports."""

from django.urls import path

from reports.views import overruns, questions, why

urlpatterns = [
    path("overruns/", overruns.OverrunPage.as_view(), name="overruns"),
    path("", questions.QuestionIndexPage.as_view(), name="questions"),
    path("questions/<slug:code>/", questions.QuestionPage.as_view(), name="question"),
    path("why/", why.WhyPage.as_view(), name="why"),
]
