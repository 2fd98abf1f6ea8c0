"""What sales does with one person, below /leads/."""

from __future__ import annotations

from django.urls import path

from leads.acting import views

app_name = "lead_acts"

urlpatterns = [
    path("<int:pk>/claim/", views.claim, name="claim"),
    path("<int:pk>/release/", views.release, name="release"),
    path("<int:pk>/touch/", views.touch, name="touch"),
    path("<int:pk>/touch/back/", views.take_back, name="take_back"),
    path("<int:pk>/note/", views.note, name="note"),
    path("<int:pk>/task/", views.task, name="task"),
    path("<int:pk>/task/done/", views.finish, name="finish"),
    path("<int:pk>/private/", views.show_private, name="show_private"),
    path("<int:pk>/stage/", views.move, name="move"),
]
