from django.urls import path, re_path

from toex.notices import views

app_name = "notices"

urlpatterns = [
    path("notices/", views.Notices.as_view(), name="notices"),
    path("notices/read/", views.mark_all_read, name="read-all"),
    path("notices/preferences/", views.Preferences.as_view(), name="preferences"),
    re_path(r"^notices/(?P<pk>[0-9]{1,18})/$", views.open_notice, name="open"),
    re_path(r"^notices/(?P<pk>[0-9]{1,18})/read/$", views.mark_read, name="read"),
]
