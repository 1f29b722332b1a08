"""Form mails that are read by templates."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from crmbot.config.section import Section


def _lower(values: list[str]) -> list[str]:
    return [value.strip().lower() for value in values]


Lowered = Annotated[list[str], AfterValidator(_lower)]


class FormValue(Section):
    """A value on a line of a form mail."""

    name: str = Field(min_length=1, description="name, email, phone, company, message … or a name of your own")
    before: str = Field("", description="what stands in front of it on its line")
    many: bool = Field(False, description="it goes on over lines")


class FormLine(Section):
    """A line of a form mail that holds values."""

    values: list[FormValue] = Field(min_length=1, description="its values, in order")
    above: str = Field("", description="the line above, where nothing stands in front of the first value")
    after: str = Field("", description="what stands behind the last value")


class FormTemplate(Section):
    """Form mails that are read by a template. crmbot form learn makes one of a sample mail."""

    name: str = Field(min_length=1, description="how it is called in reasons")
    senders: Lowered = Field(
        [], alias="from", description="addresses or domains that send it; empty: tried for every mail"
    )
    lines: list[FormLine] = Field(min_length=1, description="where the values stand")
    stops: list[str] = Field([], description="fixed lines, at which a long value ends")


def named_once(forms: list[FormTemplate]) -> list[FormTemplate]:
    """Raises ValueError where two have one name."""
    names = [form.name for form in forms]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"two forms are called {name!r}")
    return forms
