"""Two rows that may be one person, below /leads/."""

from __future__ import annotations

from django.urls import path

from leads.same import views

app_name = "same"

urlpatterns = [
    path("<int:pk>/same/", views.panel, name="panel"),
    path("<int:pk>/same/merge/", views.merge_with, name="merge"),
    path("<int:pk>/same/part/", views.part, name="part"),
    path("<int:pk>/same/two/", views.two_people, name="two"),
    path("<int:pk>/same/address/", views.new_address, name="add_address"),
    path("<int:pk>/same/address/remove/", views.drop_address, name="remove_address"),
]
