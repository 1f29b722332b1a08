"""The commands: one description each, from which vocabulary, help and the Slack manifest are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crmbot.assistant.asking import Asking
from crmbot.domain.members.rights import Right
from crmbot.folding import fold
from crmbot.shapes import Reply, Text

Handler = Callable[[Asking], Reply]
Ahead = Callable[[Asking], tuple[str, Sequence[Callable[[Asking], None]]]]


@dataclass(frozen=True, slots=True)
class Command:
    """One verb. `names` has for each language the one to show first, then its aliases.

    `usage` is one line with the arguments in capitals, `summary` says what for. Every example works as it stands
    where the people named in it are known. A command that `writes` runs in a unit of work of its own and is never
    run on a guess. The answer of one that `keeps_places` leaves `1`, `2` … to the list that is being worked off.
    `right` is what it takes besides seeing the record; by default to write for a command that `writes`. The answer of a
    `secret` one is not kept for a repeat of the same request; that of a `personal` one is nothing for others.
    What takes long is done `ahead`, step by step in units of work of their own, so that nobody waits long for the database:
    it gives the words that the handler goes by afterwards, and the steps.
    """

    key: str
    topic: str
    names: Mapping[str, tuple[str, ...]]
    usage: Text
    summary: Text
    examples: Mapping[str, tuple[str, ...]]
    writes: bool
    handler: Handler
    keeps_places: bool = False
    right: Right | None = None
    secret: bool = False
    personal: bool = False
    ahead: Ahead | None = None

    @property
    def needs(self) -> Right:
        """The right without which the command is refused whatever it names."""
        return self.right or ("write" if self.writes else "read")

    def name(self, language: str) -> str:
        """The verb to show in `language`."""
        return self.names.get(language[:2], self.names["en"])[0]

    def all_names(self) -> tuple[str, ...]:
        """Every name in every language, each once."""
        return tuple(dict.fromkeys(name for names in self.names.values() for name in names))

    def examples_for(self, language: str) -> tuple[str, ...]:
        """What one could type in `language`."""
        return self.examples.get(language[:2], self.examples["en"])


class Registry:
    """All commands, in the order of the help. Refuses two that would answer to one name."""

    def __init__(self, commands: Iterable[Command]) -> None:
        self._commands = {command.key: command for command in commands}
        self._by_name: dict[str, Command] = {}
        for command in self._commands.values():
            for name in command.all_names():
                if self._by_name.setdefault(fold(name), command) is not command:
                    raise ValueError(f"two commands are called {name!r}")

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands.values())

    def __getitem__(self, key: str) -> Command:
        return self._commands[key]

    def named(self, name: str) -> Command | None:
        """The command that answers to `name` in any language; spelling of case and umlauts is forgiven."""
        return self._by_name.get(fold(name))
