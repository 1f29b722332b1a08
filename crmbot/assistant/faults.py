"""Everything that can go wrong with a request, as an answer in words with the nearest way out."""

from __future__ import annotations

from dataclasses import replace

from crmbot.assistant.registry import Command
from crmbot.errors import Ambiguous, Conflict, NotAllowed, NotFound, RequestFault, Unanswered
from crmbot.shapes import Action, Reply, Text, Value, Verbatim, t


def refused() -> Reply:
    """For somebody who is not of the team."""
    return _error(
        t("I only work for members of the team, and I do not know you. Please ask your administrator to add you."),
        (t("If you are a member, ask for a code (“invite” and your name); then write to me directly: link CODE"),),
    )


def fault_reply(fault: RequestFault, command: Command | None, language: str) -> Reply:
    """The answer to a request that cannot be carried out: what is wrong, and how it would be right."""
    if isinstance(fault, Ambiguous):
        return Reply("choice", fault.text, records=fault.candidates, actions=fault.actions)
    if isinstance(fault, Unanswered) and fault.errors:
        return Reply("error", fault.text, actions=fault.actions, ok=False, form=fault.form, errors=fault.errors)
    lines: tuple[Value, ...] = ()
    if command is not None and not isinstance(fault, (NotFound, NotAllowed, Conflict)):
        example = command.examples_for(language)[0]
        lines = (
            t("Usage: {usage}", usage=command.usage),
            t("For example: {example}", example=Verbatim(example)),
        )
    form = fault.form if isinstance(fault, Unanswered) else None
    return replace(_error(fault.text, lines, fault.actions), form=form)


def away(text: str) -> Reply:
    """For a database that does not answer: nothing was stored."""
    again = (Action(t("Try again"), text),) if text else ()
    return _error(t("The database does not answer at the moment. Nothing was changed; please try again."), (), again)


def unexpected(reference: str) -> Reply:
    """For a fault of ours: the reference is all that people see of it; the log has the rest."""
    return _error(
        t("That went wrong on our side, and nothing was changed. Reference for your administrator: {id}", id=reference)
    )


def unknown_verb(typed: str, near: list[Command], language: str, rest: str) -> Reply:
    """For words that are no command and name no record."""
    offers = [_offer(command, language, rest) for command in near if command.key != "help"]
    title = t("I do not understand “{words}”.", words=Verbatim(typed[:80]))
    return _error(title, (), (*offers, Action(t("Help"), "help")))


def offered(typed: str, command: Command, language: str, rest: str) -> Reply:
    """For a misspelt verb that would write: it is offered and not run."""
    name = Verbatim(command.name(language))
    return Reply(
        "choice",
        t("“{typed}” is no command. Do you mean “{name}”?", typed=Verbatim(typed[:80]), name=name),
        actions=(_offer(command, language, rest), Action(t("Help"), f"help {command.key}")),
    )


def _offer(command: Command, language: str, rest: str) -> Action:
    name = command.name(language)
    return Action(t("{command}", command=Verbatim(f"{name} {rest}".strip()[:70])), f"{name} {rest}".strip())


def _error(title: Text, lines: tuple[Value, ...] = (), actions: tuple[Action, ...] = ()) -> Reply:
    return Reply("error", title, lines=lines, actions=actions, ok=False)
