"""How tests take a file out of the service: with a recipient, a purpose and the password."""

from toex.accounts.tests.test_pages import PASSWORD

ANSWERS = {"recipient": "Exercise partner", "purpose": "work", "password": PASSWORD}


def with_password(user):
    """Give somebody a password that they can give again."""
    user.set_password(PASSWORD)
    user.save()
    return user


def take(client, user, address, **answers):
    """Sign `user` in and download what stands at `address`."""
    client.force_login(with_password(user))
    return client.post(address, ANSWERS | answers)
