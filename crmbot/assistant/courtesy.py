"""Greetings and thanks: answered as people would, and no command is guessed from them."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.folding import fold
from crmbot.shapes import Action, Reply, Verbatim, t

_GREETINGS = frozenset(
    {
        "hallo", "hello", "hi", "hey", "moin", "moin moin", "servus", "gruess gott", "gruezi", "guten morgen", "guten tag",
        "guten abend", "good morning", "good afternoon", "good evening", "good day", "mahlzeit", "na", "morning",
    }
)  # fmt: skip
_THANKS = frozenset(
    {
        "danke", "danke dir", "danke schoen", "dankeschoen", "danke sehr", "vielen dank", "besten dank", "herzlichen dank",
        "tausend dank", "thanks", "thank you", "thanks a lot", "many thanks", "thank you very much", "thx", "merci", "cheers",
    }
)  # fmt: skip
_AGREED = frozenset(
    {"ok", "okay", "okey", "alles klar", "super", "prima", "perfekt", "passt", "great", "perfect", "cool", "got it", "verstanden"}
)  # fmt: skip
_TO_US = frozenset({"crmbot", "bot", "crm", "there", "zusammen", "team", "you", "du"})
_LONGEST = 60  # characters


def courtesy(ask: Asking, text: str) -> Reply | None:
    """The answer to a greeting, to thanks, or to an `ok` that names nothing; None for everything else."""
    if len(text) > _LONGEST:
        return None
    words = "".join(sign if sign.isalpha() else " " for sign in fold(text)).split()
    while len(words) > 1 and words[-1] in _TO_US:
        words.pop()
    if len(words) > 1 and words[0] in _AGREED and " ".join(words[1:]) in _THANKS:
        words = words[1:]  # `super, danke`
    said = " ".join(words)
    if any(sign.isdigit() for sign in text):
        return None
    offers = (Action(t("My day"), "today"), Action(t("Pipeline"), "pipeline"), Action(t("Help"), "help"))
    if said in _GREETINGS:
        name = Verbatim(ask.member.name.split(" ")[0])
        return Reply(
            "help",
            t("Hello {name}!", name=name),
            lines=(t("What can I do for you? Ask me in plain words."),),
            actions=offers,
        )
    if said in _THANKS:
        return Reply("help", t("You are welcome."))
    return Reply("help", t("All right.")) if said in _AGREED else None
