"""The kinds of entries of a history: what they are called, by which medium they happen, whether they stay open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crmbot.folding import fold


@dataclass(frozen=True, slots=True)
class ActivityKind:
    """One kind. A `contact` counts as contact with the customer; one that `stays_open` waits until it is resolved.

    `names` are what people read, by language; `plurals` what they also call several of them; `verbs` the words that log one, None where another command does.
    """

    key: str
    names: Mapping[str, str]
    verbs: Mapping[str, tuple[str, ...]] | None = None
    medium: str = "note"
    direction: str = "internal"
    plurals: tuple[str, ...] = ()
    contact: bool = False
    stays_open: bool = False

    def name(self, language: str) -> str:
        """What people read, in `language` or else in English or else any."""
        return self.names.get(language[:2]) or self.names.get("en") or next(iter(self.names.values()), self.key)


BUILT_IN = (
    ActivityKind("mail", {"en": "Mail", "de": "Mail"}, plurals=("mails", "emails", "e-mails"), medium="mail", contact=True),
    ActivityKind("call", {"en": "Call", "de": "Anruf"}, plurals=("calls", "anrufe", "telefonate"), medium="phone", direction="out", contact=True),
    ActivityKind("note", {"en": "Note", "de": "Notiz"}, plurals=("notes", "notizen", "vermerke")),
    ActivityKind(
        "meeting", {"en": "Meeting", "de": "Treffen"}, plurals=("meetings", "visits", "besprechungen", "besuche"), medium="meeting", contact=True,
        verbs={"en": ("meeting", "met", "log meeting", "visit"), "de": ("treffen", "besprechung", "besuch")},
    ),
    ActivityKind(
        "letter", {"en": "Letter", "de": "Brief"}, plurals=("letters", "briefe"), medium="letter", direction="out", contact=True,
        verbs={"en": ("letter", "log letter"), "de": ("brief",)},
    ),
    ActivityKind(
        "document", {"en": "Document", "de": "Dokument"}, plurals=("documents", "dokumente"), medium="document",
        verbs={"en": ("document",), "de": ("dokument",)},
    ),
    ActivityKind(
        "post", {"en": "Social post", "de": "Social-Media-Beitrag"}, plurals=("posts", "beiträge"), medium="social", contact=True,
        verbs={"en": ("post", "social post"), "de": ("beitrag", "social media")},
    ),
    ActivityKind(
        "agreement", {"en": "Agreement", "de": "Vereinbarung"}, plurals=("agreements", "vereinbarungen"),
        verbs={"en": ("agreement", "agreed"), "de": ("vereinbarung", "vereinbart")},
    ),
    ActivityKind("wish", {"en": "Wish", "de": "Wunsch"}, plurals=("wishes", "wünsche"), direction="in", verbs={"en": ("wish",), "de": ("wunsch",)}),
    ActivityKind(
        "complaint", {"en": "Complaint", "de": "Reklamation"}, plurals=("complaints", "reklamationen", "beschwerden"), direction="in", contact=True, stays_open=True,
        verbs={"en": ("complaint",), "de": ("reklamation", "beschwerde")},
    ),
    ActivityKind(
        "change", {"en": "Change", "de": "Veränderung"}, plurals=("changes", "veränderungen"),
        verbs={"en": ("observation", "market change"), "de": ("veränderung", "beobachtung")},
    ),
    ActivityKind("offer", {"en": "Offer", "de": "Angebot"}, plurals=("offers", "angebote"), medium="document", direction="out"),
    ActivityKind("form", {"en": "Web form", "de": "Webformular"}, plurals=("web forms", "webformulare"), medium="web", direction="in", contact=True),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ActivityKinds:
    """All kinds of an installation: the built-in ones, then its own."""

    kinds: tuple[ActivityKind, ...] = BUILT_IN

    def __getitem__(self, key: str) -> ActivityKind:
        """The kind with this key; one that the configuration had once is shown by its key."""
        return next((kind for kind in self.kinds if kind.key == key), ActivityKind(key, {"en": key}))

    def words(self) -> dict[str, str]:
        """Folded keys, names and verbs of all kinds to their keys; earlier kinds win."""
        words: dict[str, str] = {}
        for kind in self.kinds:
            verbs = (verb for names in (kind.verbs or {}).values() for verb in names)
            for word in (kind.key, *kind.names.values(), *verbs, *kind.plurals):
                words.setdefault(fold(word), kind.key)
        return words

    def open_keys(self) -> list[str]:
        """The kinds whose entries wait until they are resolved."""
        return [kind.key for kind in self.kinds if kind.stays_open]

    def contact_keys(self) -> list[str]:
        """The kinds that are contact with the customer."""
        return [kind.key for kind in self.kinds if kind.contact]


ALL_BUILT_IN = ActivityKinds()


def kinds_with(own: Iterable[ActivityKind]) -> ActivityKinds:
    """The built-in kinds and an installation's own; an own one of a built-in key replaces it."""
    own = tuple(own)
    keys = {kind.key for kind in own}
    return ActivityKinds((*(kind for kind in BUILT_IN if kind.key not in keys), *own))
