"""What can be asked of a record: each concept by what has to be said for it, and what may be said besides."""

from __future__ import annotations

from dataclasses import dataclass

from crmbot.parsing.chat.question_vocabulary import FILLER

_PASSED_OVER = frozenset({FILLER, "thing", "past", "rolename", "in"})


@dataclass(frozen=True, slots=True)
class Concept:
    """`needs`: of each group one has to be said. `may` can be said besides. `number`: only of `#1042`; `days`: only with days;
    `ahead`: only of what is to come, or open yet.
    """

    command: str
    asks: str
    needs: tuple[frozenset[str], ...]
    may: frozenset[str]
    number: bool = False
    days: bool | None = False
    proper: bool = False
    ahead: bool = False

    def fits(self, items: list[frozenset[str]], *, number: bool, proper: bool, days: bool, was: bool) -> bool:
        """Whether the question names this and nothing else; `was` tells that it is about the past."""
        if (
            (self.number and not number)
            or (self.ahead and was)
            or (self.proper and not proper)
            or (self.days is not None and days != self.days)
        ):
            return False
        firm = [item for item in items if FILLER not in item] if len(self.needs) == 1 else items
        if any(not any(need & item for item in firm) for need in self.needs):
            return False
        allowed = _PASSED_OVER.union(self.may, {"member"} if number else (), *self.needs)
        return all(item & allowed for item in items)


def _concept(
    command: str,
    asks: str,
    *needs: str,
    may: str = "",
    number: bool = False,
    days: bool | None = False,
    proper: bool = False,
    ahead: bool = False,
) -> Concept:
    return Concept(
        command,
        asks,
        tuple(frozenset(need.split()) for need in needs),
        frozenset(may.split()),
        number,
        days,
        proper,
        ahead,
    )


_REACHED = "field:phone field:mail field:address field:website field:birthday field:job"
CONCEPTS: tuple[Concept, ...] = (
    _concept(
        "appointments",
        "list",
        "appointment",
        may="who when own get must planned known has todo will come",
        days=None,
        ahead=True,
    ),
    _concept(
        "offers",
        "list",
        "quote",
        "isopen sent planned known has",
        may="own get todo stand lies entered must",
        ahead=True,
    ),
    _concept("offers", "list", "quote", "sent", may="who own get past lately talked"),
    _concept("due", "list", "task", "isopen todo", may="own get must stand lies entered known has", ahead=True),
    _concept("why", "list", "who whence why", "put", "field:next why", may="own must talk", number=True),
    _concept("why", "list", "why", "field:next", may="stand own put todo planned must", number=True),
    _concept("competitor", "list", "compete", may="who own stand talk todo get again offers"),
    _concept(
        "stakeholder",
        "list",
        "stake",
        may="who must talk talked own stand field:contacts get products field:close close",
    ),
    _concept("step", "list", "steps", may="todo must own field:stage stand planned happened field:next"),
    _concept("changes", "list", "who", "entered", may="own put lately known"),
    _concept(
        "history", "list", "complaints", may="own lately get known talked discussed who howmany happened", days=None
    ),
    _concept("history", "list", "agreements", may="own lately get who discussed happened put status", days=None),
    _concept("history", "list", "wishes", may="own lately get known who has put", days=None),
    _concept("find", "list", "mention", may="where who lately own get talked worth"),
    _concept("offers", "list", "offers", "valid", may="when howlong own get sent todo"),
    _concept("recap", "last contact", "howlong when", "lies", may="own stand lately talked sit entered"),
    _concept(
        "changes",
        "list",
        "changed",
        may=f"who when lately field:amount field:stage field:owner field:close field:budget last {_REACHED} field:last own",
    ),
    _concept("sources", "list", "whence", _REACHED, may="get come own known"),
    _concept("sources", "list", "where who", _REACHED, "get come", may="own"),
    _concept("product", "list", "products", may="own offers field:amount stand field:job", number=True),
    _concept("roles", "list", "roles", may="own get"),
    _concept("roles", "list", "rolename", "when howlong", may="entered known own"),
    _concept("show", "reason", "why field:reason", "lost", may="field:reason why own get close"),
    _concept("show", "reason", "field:reason", may=""),
    _concept("show", "reason", "lost", "field:amount", may="own close", number=True),
    _concept("history", "count", "howoften", "talked talk calls mails meetings", may="own", days=None),
    _concept(
        "history",
        "list",
        "mails calls meetings notes",
        may="own come entered sent get talked history howmany talk field:mail field:phone files",
        days=True,
    ),
    _concept(
        "history",
        "list",
        "history happened discussed talked",
        may="own get who status talk lately howmany notes mails calls meetings",
        days=True,
    ),
    _concept(
        "show",
        "phone",
        "field:phone",
        may="how must reach own get talk known talked sit who offers stand field:contacts calls work",
    ),
    _concept("show", "mail", "field:mail", may="how must reach own get known offers stand mails talk"),
    _concept("show", "birthday", "field:birthday", may="when own known"),
    _concept("show", "website", "field:website", may="own get known where reach"),
    _concept(
        "recap",
        "last contact",
        "field:last",
        may="when howlong who own talked lately past close field:next field:contacts",
    ),
    _concept(
        "recap", "last contact", "lately howlong", "talked talk", may="when own who discussed past get known again"
    ),
    _concept("recap", "last contact", "when", "talked", may="own who lately past"),
    _concept("recap", "list", "discussed", may="field:last own lately talked talk who get when howlong"),
    _concept(
        "recap",
        "list",
        "status",
        may="talk must known discussed lately own who get stand todo field:next field:stage again come field:last happened",
    ),
    _concept(
        "show", "next step", "field:next", may="when planned todo must talk own again stand field:last close status who"
    ),
    _concept(
        "appointments", "list", "appointment", may="own get must when again planned who known", days=None, ahead=True
    ),
    _concept(
        "show", "next step", "when must again", "talk", may="will own again must when planned field:next reach close"
    ),
    _concept("show", "owner", "who", "own", may="stand"),
    _concept("show", "next step", "planned todo", may="when must own again talk field:next stand close get"),
    _concept("history", "list", "mails", may="own get talked history"),
    _concept("history", "list", "notes", may="own get history howmany files"),
    _concept("history", "list", "history happened", may="own get lately status"),
    _concept("files", "list", "files", may="own get sent known stand sit"),
    _concept("show", "probability", "field:probability", may="how howmuch close stand worth own win lost"),
    _concept("show", "budget", "field:budget", may="howmuch own get worth stand"),
    _concept(
        "show",
        "amount",
        "worth field:amount",
        may="howmuch cost stand field:amount worth sit own howlong",
        number=True,
    ),
    _concept("products", "list", "cost", may="howmuch own worth get offers products"),
    _concept("show", "amount", "worth field:amount", may="howmuch cost stand field:amount worth own"),
    _concept("show", "amount", "howmuch", may="worth stand close", number=True),
    _concept("offers", "list", "quote", "howmuch", may="own get stand worth sent isopen"),
    _concept("show", "close", "field:close", may="when must own planned stand get"),
    _concept("show", "close", "when", "close", may="will must planned field:close stand own field:next talked"),
    _concept("show", "stage", "field:stage howfar", may="stand own come field:next close where status"),
    _concept("show", "stage", "where", "stand", may="close field:stage"),
    _concept("show", "source", "field:source", may="get own come whence"),
    _concept("show", "source", "whence how", "come", may="own entered get known past"),
    _concept("show", "source", "where", "come", may="own get past"),
    _concept("show", "created", "when howlong", "entered known", may="own come past"),
    _concept("show", "owner", "own", may="who stand get"),
    _concept("list", "list", "who", "known", "in", may="get", proper=True),
    _concept("show", "contacts", "field:contacts", may="who own talk known get stand must reach"),
    _concept("show", "contacts", "who", "talk reach known", may="must own get reach talk known again"),
    _concept("show", "company", "where who", "work", may="own field:company"),
    _concept("show", "owner", "field:owner", may="who own get known"),
    _concept("show", "owner", "who", "own has", may="stand get"),
    _concept("show", "company", "field:company", may="get work who own"),
    _concept("show", "address", "field:address where", may="sit own get known where stand close field:address worth"),
    _concept("show", "job", "field:job", may="own get work stand products"),
    _concept("recap", "last contact", "talked", may="own lately who get past"),
    _concept("show", "phone", "how", "reach", may="talk own"),
    _concept("offers", "list", "offers", may="own get lately sent stand past talked member", proper=True),
    _concept("show", "list", "tell", may="own get known"),
    _concept("find", "list", "known", may="own get"),
    _concept("roles", "list", "rolename", may="known own lately", proper=True),
    _concept("show", "list", "who", may="", proper=True),
    _concept("show", "stage", "wonyet", may="own status close lost sent lately known stand todo", number=True),
)
"""In their order; the first that fits is meant."""
