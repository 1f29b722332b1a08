"""Looking at the form of an answer in tests."""

from __future__ import annotations

from crmbot.shapes import FormField, Reply


def keys(reply: Reply) -> list[str]:
    """What the form asks for."""
    return [one.key for one in fields(reply)]


def fields(reply: Reply) -> tuple[FormField, ...]:
    """The questions of the form."""
    assert reply.form is not None, reply.title
    return reply.form.fields


def field(reply: Reply, key: str) -> FormField:
    """The question with that key."""
    (one,) = [one for one in fields(reply) if one.key == key]
    return one


def wrong(reply: Reply) -> list[str]:
    """The keys of the answers that are wrong."""
    assert not reply.ok
    return sorted(reply.errors)
