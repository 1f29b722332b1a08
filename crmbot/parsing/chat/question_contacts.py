"""Questions for lists of contacts, offers, complaints, products and doubles."""

from __future__ import annotations

from crmbot.parsing.chat.question_filters import amounts, pairs
from crmbot.parsing.chat.question_reading import HARMLESS, Asked, Reading

_KINDS = ("customers", "prospects", "debtors", "suppliers", "partners", "contacts", "people", "companies")
_WIDER = ("contacts", "people", "companies")  # `Partnerfirmen` are partners
_OF_COMPLAINTS = (
    "complaints", "open", "not", "resolved", "unresolved", "count", "sum", "due", "idle", "owned", "did",
    "customers", "answered", "closed", "closing", "oldest", "top", "sorted", "created", "know",
)  # fmt: skip
_EVERYONE = frozenset({"everyone", "everybody", "anyone", "anybody", "all", "alle", "jeder", "jeden", "who", "wer"})
_EVERYTHING = frozenset({"everything", "anything", "all", "stuff", "things", "alles", "zeug", "kram", "sachen"})
_OFFER_STATES = ("expired", "rejected", "accepted", "draft")


def duplicates(r: Reading) -> Asked | None:
    """Who may stand there twice."""
    fits = r.has("duplicates") and r.only("duplicates", "count", *_KINDS) and r.bare
    return r.answer("duplicates", asks="list") if fits and r.stretch is None and not r.filters.owner else None


def complaints(r: Reading) -> Asked | None:
    """Those that wait; what was done about others is no list of ours."""
    if "complaints" in r.negated and r.has("customers"):
        return None  # who did not complain
    if not r.has("complaints") or r.stretch is not None or not r.bare or not r.mine:
        return None
    if (r.has("resolved") and "resolved" not in r.negated) or (
        r.negated and r.negated.isdisjoint({"resolved", "did", "complaints"})
    ):
        return None
    fits = r.only(*_OF_COMPLAINTS)
    return r.answer("complaints", "mine" if r.filters.owner else "") if fits else None


def debtors(r: Reading) -> Asked | None:
    """Who has to pay yet."""
    unpaid = "paid" in r.negated and r.has("customers", "owners", "companies", "people")
    if not (r.has("debtors") or unpaid) or (r.has("paid") and "paid" not in r.negated) or r.stretch is not None:
        return None
    fits = r.only("debtors", "customers", "owners", "companies", "people", "paid", "open", "count", "sum" if not r.has("sum") else "count",
                  "overdue", *(("not",) if unpaid else ()))  # fmt: skip
    return _list(r, "debtors") if fits else None


def products(r: Reading) -> Asked | None:
    """The catalogue."""
    fits = r.only("products", "won", "offers", "count", "sources") and r.stretch is None and r.filters.product is None
    return r.answer("products", asks="list") if r.has("products") and fits and r.bare and r.mine else None


def offers(r: Reading) -> Asked | None:
    """Offers by what became of them, and those that wait for an answer."""
    if not r.has("offers", "draft") or r.stretch is not None or pairs(r.filters, but=("owner",)):
        return None
    state = next((one for one in _OFFER_STATES if r.has(one)), None)
    waits = state is None and r.has("answered") and ("answered" in r.negated or not r.negated)
    figures = ("count", "sum")
    if state == "draft" and r.negated <= {"did"} and r.only("offers", "draft", "not", "did", *figures):
        return r.answer("offers", state, r.owner, *amounts(r.filters))
    if (
        state is not None
        and not r.negated
        and r.only("offers", state, *figures, "answered", "orders", "customers", "did")
    ):
        return r.answer("offers", state, r.owner, *amounts(r.filters))
    if waits and r.only("offers", "answered", "not", "open", "created", *figures):
        return r.answer("offers", r.owner, *amounts(r.filters))
    return None


def contacts(r: Reading) -> Asked | None:
    """Lists of people and companies: by city, tag, owner, source, product."""
    nouns = [noun for noun in _KINDS if r.has(noun)]
    if not nouns and r.has("know") and r.has("owners"):
        nouns = ["contacts"]
    if len(nouns) > 1:
        nouns = [noun for noun in nouns if noun not in _WIDER] or nouns[:1]
    if len(nouns) != 1 or r.stretch is not None or r.scan.span or r.scan.within:
        return None
    who = ("owners",) if r.has("know") else ()
    lacking = ("not", f"part:{r.unreached}") if r.unreached else ()
    fits = r.only(
        *nouns,
        *_WIDER,
        "count",
        "know",
        *who,
        *lacking,
        *(("bought", "won", "wants", "owners") if r.filters.product else ()),
        *(("created",) if r.filters.source or r.unknown else ()),
    )
    if not fits or r.filters.group or amounts(r.filters) or r.filters.idle_days or r.filters.state or r.filters.stage:
        return None
    return _list(r, nouns[0])


def everything(r: Reading) -> Asked | None:
    """`everything of Anna over 15k` are her deals; `everyone tagged vip` are contacts. Nothing else is said."""
    if r.said - HARMLESS - {"owners"} or r.unknown or r.negated or r.stretch or r.scan.span or r.scan.within:
        return None
    said = {word.folded for word in r.scan.words}
    if (
        r.scan.tag
        and (said & _EVERYONE or r.has("owners"))
        and not amounts(r.filters)
        and not pairs(r.filters, but=("tag",))
    ):
        return r.answer("list", f"contacts tag:{r.scan.tag}", asks="list")
    of_deals = (len(r.scan.members) == 1 or amounts(r.filters)) and said & _EVERYTHING and not r.has("owners")
    return r.answer("pipeline", *pairs(r.filters), *amounts(r.filters), asks="list") if of_deals else None


def _list(r: Reading, noun: str) -> Asked | None:
    city, rest = _city(r)
    kept = [pair for pair in pairs(r.filters) if not pair.startswith(("role:", "by "))]
    kept += [f"{r.unreached}:none"] if r.unreached else []
    asks = r.asks if r.asks in ("list", "count") else "list"
    where = [f"city:{city}" if kept else f"in {city}"] if city and not rest else []
    return Asked("list", " ".join([noun, *kept, *where]), asks, rest)


def _city(r: Reading) -> tuple[str, tuple[str, ...]]:
    """Words with capitals that are no filter are a place, or the one behind `in`; other words mean nothing here."""
    said_in = any("in" in item.values for item in r.scan.items)
    if not r.unknown or len(r.unknown) > 3 or not said_in:
        return "", r.unknown
    capitals = all(word[:1].isupper() for word in r.unknown)
    return (" ".join(r.unknown), ()) if capitals or _behind_in(r) else ("", r.unknown)


def _behind_in(r: Reading) -> bool:
    words = [word.written for word in r.scan.words]
    place = words.index(r.unknown[0]) if len(r.unknown) == 1 and r.unknown[0] in words else 0
    return place > 0 and r.scan.words[place - 1].folded in {"in", "from", "aus"}
