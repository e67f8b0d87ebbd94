"""Addresses of groups: the planning board and what is decided about a group."""

from django.urls import path

from contracts.views import board, group_acts

urlpatterns = [
    path("groups/board/", board.PlanningBoardPage.as_view(), name="coursegroup-board"),
    path("groups/<int:pk>/start/", group_acts.GroupStartPage.as_view(), name="coursegroup-start"),
    path("groups/<int:pk>/wait/", group_acts.GroupWaitPage.as_view(), name="coursegroup-wait"),
    path(
        "groups/<int:pk>/postpone/",
        group_acts.GroupPostponePage.as_view(),
        name="coursegroup-postpone",
    ),
    path("groups/<int:pk>/merge/", group_acts.GroupMergePage.as_view(), name="coursegroup-merge"),
    path("groups/<int:pk>/split/", group_acts.GroupSplitPage.as_view(), name="coursegroup-split"),
    path("groups/<int:pk>/move/", group_acts.GroupMovePage.as_view(), name="coursegroup-move"),
    path("groups/<int:pk>/fill/", group_acts.GroupFillPage.as_view(), name="coursegroup-fill"),
    path(
        "groups/<int:pk>/cancel/", group_acts.GroupCancelPage.as_view(), name="coursegroup-cancel"
    ),
]
