"""`share` and `unshare`: let a colleague read a record whatever his rights; `protect`: let nobody else see a contact."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.people import colleagues
from crmbot.assistant.references import named
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import called
from crmbot.assistant.words import joined
from crmbot.domain.deals.views import view
from crmbot.domain.members.watching import COLLABORATOR, protect, tie, tied, untie
from crmbot.domain.outbox.outbox import enqueue
from crmbot.domain.records import Deal, Member
from crmbot.domain.search.lookup import Contactable
from crmbot.errors import RequestFault
from crmbot.shapes import Action, Reply, Text, Verbatim, t


def share(ask: Asking) -> Reply:
    """Whoever is named may read the record from now on, and is told."""
    found = named(ask)
    people = colleagues(ask, found.rest, t("With whom shall I share it? Give the name of a colleague."))
    fresh = [member for member in people if tie(ask.work, found.record, member.key, COLLABORATOR)]
    for member in fresh:
        _tell(ask, member, found.record)
    title = t("{names} may now read {record}.", names=_names(people), record=called(found.record))
    undo = Action(t("Share no longer"), f"unshare #{found.record.number} {people[0].key}")
    return _reply(ask, title, found.record, (undo,))


def unshare(ask: Asking) -> Reply:
    """Whoever is named has his own rights only again."""
    found = named(ask)
    people = colleagues(ask, found.rest, t("Whom shall I take it from? Give the name of a colleague."))
    taken = [member for member in people if untie(ask.work, found.record, member.key, COLLABORATOR)]
    if not taken:
        title = t("{record} is not shared with {names}.", record=called(found.record), names=_names(people))
        return _reply(ask, title, found.record, ())
    title = t("{record} is no longer shared with {names}.", record=called(found.record), names=_names(taken))
    return _reply(ask, title, found.record, ())


def protect_contact(ask: Asking) -> Reply:
    """From now on only its owner and those he shares it with see the contact."""
    return _protect(ask, protected=True)


def unprotect_contact(ask: Asking) -> Reply:
    """Everybody sees the contact again, as his rights allow."""
    return _protect(ask, protected=False)


def _protect(ask: Asking, *, protected: bool) -> Reply:
    record = named(ask).record
    if isinstance(record, Deal):
        raise RequestFault(
            t("A person or company can be protected, and its deals with it: {record} is a deal.", record=called(record))
        )
    protect(ask.work, record, ask.member.key, protected=protected)
    if not protected:
        return _reply(ask, t("{record} can be seen by the team again.", record=called(record)), record, ())
    owner = ask.member_name(record.owner)
    title = t(
        "{record} is protected: only {owner} sees it now, and whom it is shared with.",
        record=called(record),
        owner=owner,
    )
    return _reply(ask, title, record, (Action(t("Unprotect"), f"unprotect #{record.number}"),))


def _reply(ask: Asking, title: Text, record: Contactable, actions: tuple[Action, ...]) -> Reply:
    sharing = joined(ask.member_name(key) for key in tied(ask.session, record.number, COLLABORATOR))
    lines = (t("Shared with {names}.", names=sharing),) if sharing is not None else ()
    return Reply("done", title, lines=lines, records=(view(ask.session, record, ask.process),), actions=actions)


def _names(people: list[Member]) -> Text | None:
    return joined(Verbatim(member.name) for member in people)


def _tell(ask: Asking, member: Member, record: Contactable) -> None:
    if member.key == ask.member.key:
        return
    title = t("{who} shares {record} with you.", who=Verbatim(ask.member.name), record=called(record))
    content = Reply("done", title, actions=(Action(t("Show"), f"show #{record.number}", "primary"),))
    key = f"share:{record.number}:{member.key}:{ask.now.isoformat()}"
    enqueue(ask.work, key=key, kind="news", recipient=member.key, content=content)


SHARE = Command(
    key="share",
    topic="deals",
    names={"en": ("share", "share with"), "de": ("teilen", "teile", "zugriff geben")},
    usage=t("share RECORD with MEMBER"),
    summary=t("let a colleague read a record whatever his rights"),
    examples={"en": ("share #1042 with ben",), "de": ("teile #1042 mit ben",)},
    writes=True,
    handler=share,
)
UNSHARE = Command(
    key="unshare",
    topic="deals",
    names={"en": ("unshare", "stop sharing"), "de": ("entziehen", "nicht mehr teilen", "entteilen")},
    usage=t("unshare RECORD MEMBER"),
    summary=t("end the sharing of a record with a colleague"),
    examples={"en": ("unshare #1042 clara",), "de": ("entziehen #1042 clara",)},
    writes=True,
    handler=unshare,
)
PROTECT = Command(
    key="protect",
    topic="deals",
    names={"en": ("protect",), "de": ("schützen", "schütze", "vertraulich")},
    usage=t("protect WHO"),
    summary=t("show a contact to its owner only, and to those it is shared with"),
    examples={"en": ("protect Julia Brandt",), "de": ("schütze Julia Brandt",)},
    writes=True,
    handler=protect_contact,
)
UNPROTECT = Command(
    key="unprotect",
    topic="deals",
    names={"en": ("unprotect",), "de": ("entschützen", "schutz aufheben", "nicht mehr schützen")},
    usage=t("unprotect WHO"),
    summary=t("show a protected contact to the team again"),
    examples={"en": ("unprotect Julia Brandt",), "de": ("schutz aufheben Julia Brandt",)},
    writes=True,
    handler=unprotect_contact,
)
