from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path

from toex.accounts.views import accounts, contacts, signing_in

app_name = "accounts"

urlpatterns = [
    path("sign-in/", login_not_required(signing_in.SignIn.as_view()), name="sign-in"),
    path("sign-out/", signing_in.SignOut.as_view(), name="sign-out"),
    path(
        "set-password/<uidb64>/<token>/",
        login_not_required(signing_in.SetPassword.as_view()),
        name="set-password",
    ),
    path("account/", accounts.Account.as_view(), name="account"),
    path("account/history/", accounts.History.as_view(), name="history"),
    path("account/keys/delete/", accounts.delete_keys, name="delete-keys"),
    path("account/password/", accounts.ChangePassword.as_view(), name="password"),
    path("people/", accounts.People.as_view(), name="people"),
    path("people/invite/", accounts.Invite.as_view(), name="invite"),
    re_path(r"^people/(?P<pk>[0-9]{1,9})/$", accounts.Person.as_view(), name="person"),
    re_path(r"^people/(?P<pk>[0-9]{1,9})/last-day/$", accounts.LastDay.as_view(), name="last-day"),
    re_path(
        r"^people/(?P<pk>[0-9]{1,9})/(?P<act>close|open|new-link|sign-out)/$",
        accounts.act_on_person,
        name="act-on-person",
    ),
    path("regions-and-forces/", accounts.Places.as_view(), name="places"),
    path("contacts/", contacts.Contacts.as_view(), name="contacts"),
    path("contacts/gateway/", contacts.ChangeGateway.as_view(), name="gateway"),
]
