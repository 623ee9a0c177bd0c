from toex.notices import services


def mail_digests(*, at):
    """Gather and send the digests as the clock does; return how many there were."""
    digests = services.gather_digests(at=at)
    return sum(services.send_digest(digest_id=each, at=at) for each in digests)
