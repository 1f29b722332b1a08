"""The process: the stages a deal travels, as the administrator wrote them in TOML. Several may be in force at once."""

from crmbot.domain.process.builtin import BUILTIN, builtin_process, builtin_text
from crmbot.domain.process.model import (
    FieldSpec,
    Process,
    Processes,
    Stage,
    StageFollowup,
    Step,
    Suggestion,
    name_in,
    together,
)
from crmbot.domain.process.reading import read_process
from crmbot.domain.process.settings import ProcessSettings

__all__ = [
    "BUILTIN",
    "FieldSpec",
    "Process",
    "ProcessSettings",
    "Processes",
    "Stage",
    "StageFollowup",
    "Step",
    "Suggestion",
    "builtin_process",
    "builtin_text",
    "name_in",
    "read_process",
    "together",
]
