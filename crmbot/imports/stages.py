"""Which stage of ours another program's stage is: by our own words, else by what is known of it, else by its chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from crmbot.domain.process import Process, Stage
from crmbot.folding import fold

# The stages that other CRMs come with: (state, percent). German names as their German versions show them.
_KNOWN: Mapping[str, tuple[str, int]] = MappingProxyType(
    {
        # Salesforce: opportunities, then leads
        "prospecting": ("open", 10), "qualification": ("open", 10), "needs analysis": ("open", 20),
        "value proposition": ("open", 50), "id decision makers": ("open", 60), "perception analysis": ("open", 70),
        "proposal price quote": ("open", 75), "negotiation review": ("open", 90), "closed won": ("won", 100),
        "closed lost": ("lost", 0), "open not contacted": ("open", 5), "working contacted": ("open", 10),
        "closed converted": ("won", 100), "closed not converted": ("lost", 0), "unqualified": ("lost", 0),
        "nurturing": ("open", 5), "new": ("open", 5), "working": ("open", 10), "contacted": ("open", 10),
        # HubSpot
        "appointment scheduled": ("open", 20), "qualified to buy": ("open", 40), "presentation scheduled": ("open", 60),
        "decision maker bought in": ("open", 80), "contract sent": ("open", 90), "in progress": ("open", 10),
        "open deal": ("open", 20), "attempted to contact": ("open", 5), "connected": ("open", 10), "bad timing": ("lost", 0),
        # Pipedrive
        "contact made": ("open", 10), "demo scheduled": ("open", 30), "proposal made": ("open", 50),
        "negotiations started": ("open", 75), "lead in": ("open", 5), "qualified": ("open", 20),
        # in general
        "open": ("open", 10), "won": ("won", 100), "lost": ("lost", 0), "gewonnen": ("won", 100), "verloren": ("lost", 0),
        "offen": ("open", 10), "in bearbeitung": ("open", 20), "angebot gesendet": ("open", 50), "quote sent": ("open", 50),
        "verhandlung": ("open", 75), "negotiation": ("open", 75), "geschlossen gewonnen": ("won", 100), "verbal commit": ("open", 90),
        "geschlossen verloren": ("lost", 0), "abgeschlossen": ("won", 100), "discovery": ("open", 20), "demo": ("open", 30),
        "erstgespraech": ("open", 20), "erstkontakt": ("open", 5), "bedarfsanalyse": ("open", 20),
    }
)  # fmt: skip
_SIGNS = str.maketrans(dict.fromkeys("-_/().,:;&+", " "))


def spelled(name: str) -> str:
    """A stage's name as it is compared."""
    return " ".join(fold(name).translate(_SIGNS).split())


class StageMap:
    """Finds stages, and remembers what it made of foreign ones."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._words = {line.key: {spelled(word): key for word, key in line.words().items()} for line in process.all}

    def line(self, named: str | None) -> Process:
        """The process that a pipeline's name means; the first one for another name."""
        wanted = spelled(named or "")
        for one in self._process.all:
            if wanted and wanted in {spelled(word) for word in (one.key, *one.names.values())}:
                return one
        return self._process.all[0]

    def stage(self, line: Process, named: str | None, state: str | None, percent: int | None) -> tuple[Stage, bool]:
        """The stage, and whether its name was known. A state that is told goes before what the name says."""
        found = self._named(line, named)
        if found is not None and (state is None or found.state == state):
            return found, True
        known = _KNOWN.get(spelled(named or "")) or _compact(named)
        if state is None and known is not None:
            state = known[0]
        if state == "won":
            return line.won, known is not None or found is not None or named is None
        if state == "lost":
            return line.lost, known is not None or found is not None or named is None
        if known is not None:
            return _nearest(line.stages, known[1]), True
        if percent is not None:
            return _nearest(line.stages, percent), named is None
        return line.first, named is None

    def _named(self, line: Process, named: str | None) -> Stage | None:
        if not named:
            return None
        key = self._words[line.key].get(spelled(named))
        for words in self._words.values() if key is None else ():
            key = key or words.get(spelled(named))
        return self._process.stage(key) if key else self._process.stage(named)


def _compact(named: str | None) -> tuple[str, int] | None:
    """`appointmentscheduled`, `closedwon`: HubSpot's inner names are written in one word."""
    word = spelled(named or "").replace(" ", "")
    return next((known for name, known in _KNOWN.items() if name.replace(" ", "") == word), None) if word else None


def _nearest(stages: Iterable[Stage], percent: int) -> Stage:
    """The open stage whose probability is nearest; of two equally near ones the earlier."""
    return min((stage for stage in stages if stage.state == "open"), key=lambda stage: abs(stage.probability - percent))
