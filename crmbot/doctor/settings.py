"""The settings as far as they can be judged by themselves, and the team they speak of."""

from __future__ import annotations

from collections.abc import Iterator

from crmbot.app import App
from crmbot.doctor.finding import Finding, error, ok, warning
from crmbot.domain.members.members import all_members, member_by_key


def settings(app: App) -> Iterator[Finding]:
    """Capture, and where answers go."""
    yield from _capture(app)
    yield from _channel(app)
    yield from _slack_ways(app)


def _capture(app: App) -> Iterator[Finding]:
    capture = app.settings.capture
    if capture.addresses:
        yield ok("capture", ", ".join(capture.addresses))
    else:
        yield error("capture", "no capture address: no mail is taken", "set capture.addresses")
    if not capture.domains:
        yield warning("capture", "own domains are not set: colleagues could become leads", "set capture.domains")
    if not capture.require_proof:
        yield warning(
            "capture", "proof is off: anyone can write in a member's name", "set capture.require_proof = true"
        )
    elif not (capture.check_senders or capture.trusted_authserv_ids):
        mend = "set capture.check_senders = true or capture.trusted_authserv_ids; see docs/mail.md"
        yield warning("capture", "members prove themselves by personal addresses and logins only", mend)


def _channel(app: App) -> Iterator[Finding]:
    if app.first_channel == "console":
        mend = "set slack.bot_token (docs/slack.md) or mail.url"
        yield warning("slack", "neither Slack nor mail is set up: digests are printed", mend)
        return
    yield ok("channel out", app.first_channel)
    if app.first_channel == "slack" and not app.settings.mail.url:
        yield ok("channel out", "whom Slack does not reach gets nothing: mail.url would send him mail")


def _slack_ways(app: App) -> Iterator[Finding]:
    """A token alone sends; to hear people there must be a way in."""
    slack = app.settings.slack
    if not slack.bot_token.get_secret_value():
        return
    if not slack.app_token.get_secret_value() and not slack.signing_secret.get_secret_value():
        mend = "set slack.app_token for Socket Mode, or slack.signing_secret for HTTP"
        yield error("slack", "nobody can ask anything: there is no way in", mend)
    elif not slack.app_token.get_secret_value() and not app.settings.http.listen:
        yield error("slack", "Slack shall call by HTTP, but no port listens", "set http.listen")


def team(app: App) -> Iterator[Finding]:
    """Whether there is anybody, and whether those whom the settings name are members."""
    with app.store.read() as session:
        members = all_members(session, active_only=True)
        if not members:
            yield error("team", "there is no member", "crmbot member add KEY --name … --email …")
        else:
            yield ok("team", "1 member" if len(members) == 1 else f"{len(members)} members")
        unreached = [one.key for one in members if not one.emails and not one.slack]
        if unreached:
            mend = "crmbot member set KEY --slack ID, or --email"
            yield warning("team", f"reached by nothing: {', '.join(unreached)}", mend)
        owner = app.settings.capture.default_owner
        if owner and member_by_key(session, owner) is None:
            yield error("capture.default_owner", f"{owner} is no member", "write the key of a member")
