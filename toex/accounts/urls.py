from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import path, re_path

from toex.accounts import views

app_name = "accounts"

urlpatterns = [
    path("sign-in/", login_not_required(views.SignIn.as_view()), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path(
        "set-password/<uidb64>/<token>/",
        login_not_required(views.SetPassword.as_view()),
        name="set-password",
    ),
    path("account/", views.Account.as_view(), name="account"),
    path("account/history/", views.History.as_view(), name="history"),
    path("account/keys/delete/", views.delete_keys, name="delete-keys"),
    path("account/password/", views.ChangePassword.as_view(), name="password"),
    path("people/", views.People.as_view(), name="people"),
    path("people/invite/", views.Invite.as_view(), name="invite"),
    re_path(r"^people/(?P<pk>[0-9]{1,9})/$", views.Person.as_view(), name="person"),
    re_path(
        r"^people/(?P<pk>[0-9]{1,9})/(?P<act>close|open|new-link)/$",
        views.act_on_person,
        name="act-on-person",
    ),
    path("regions-and-forces/", views.Places.as_view(), name="places"),
]
