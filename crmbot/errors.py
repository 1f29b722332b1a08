"""The error tree, drawn once. Each error says whether trying again helps and who has to know.

CrmbotError
├── ConfigFault        the administrator wrote a setting we cannot use
├── MailRefused        the sender's fault: answered with a permanent SMTP code, never stored
├── StorageAway        ours: database or disk does not answer; the same call may work later
├── NameServiceAway    somebody's: DNS gives no answer; asking again may help
├── SchemaMismatch     ours: the database is older or newer than this program
├── RequestFault       the person typed something we cannot do; carries the words for him
│   ├── NotFound       no record of that name or number
│   ├── Ambiguous      several records fit; carries the candidates
│   ├── NotAllowed     the person lacks the right, or is no member
│   ├── Unanswered     something has to be asked first, or an answer is wrong; carries the form
│   └── Conflict       newer changes stand in the way
└── ProcessFault       the process file cannot be used; names place and mend
"""

from __future__ import annotations

from collections.abc import Mapping

from crmbot.shapes import Action, Form, Record, Text


class CrmbotError(Exception):
    """Base of all errors of ours. `retry`: the same call may succeed later."""

    retry = False


class ConfigFault(CrmbotError):
    """Settings that cannot be used; `faults` has one line for each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def file_fault(error: OSError | ValueError) -> str:
    """Why a file cannot be read, without its name: somebody may have put a secret into its place."""
    if isinstance(error, UnicodeDecodeError):
        return "is no text in UTF-8"
    return (isinstance(error, OSError) and error.strerror) or str(error)


class MailRefused(CrmbotError):
    """A message that will never be taken; `code` is the SMTP reply code, `reason` one line in English (RFC 5321, 4.2.1)."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code} {reason}")
        self.code = code
        self.reason = reason


class StorageAway(CrmbotError):
    """The database did not answer or could not write; nothing was stored."""

    retry = True


class NameServiceAway(CrmbotError):
    """DNS gave no answer, neither yes nor no."""

    retry = True


class SchemaMismatch(CrmbotError):
    """The database schema does not fit this version; the message says what to run."""


class RequestFault(CrmbotError):
    """A request that cannot be carried out, in words for the person who made it; `actions` offer the mend."""

    def __init__(self, message: Text, actions: tuple[Action, ...] = ()) -> None:
        super().__init__(message.message)
        self.text = message
        self.actions = actions


class NotFound(RequestFault):
    """No record of that name or number that the person may see."""


class Ambiguous(RequestFault):
    """Several records fit; `candidates` in the order to be offered."""

    def __init__(self, message: Text, candidates: tuple[Record, ...]) -> None:
        super().__init__(message)
        self.candidates = candidates


class NotAllowed(RequestFault):
    """The acting person lacks the right, or is no member of the team."""


class Unanswered(RequestFault):
    """Something has to be asked first: `form` has the questions, `errors` what is wrong with answers by their keys."""

    def __init__(self, message: Text, form: Form, errors: Mapping[str, Text] | None = None) -> None:
        super().__init__(message)
        self.form = form
        self.errors = dict(errors or {})


class Conflict(RequestFault):
    """Newer changes stand in the way of what was asked."""


class ProcessFault(CrmbotError):
    """A process file that cannot be used; `faults` has one line for each, with its place."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults
