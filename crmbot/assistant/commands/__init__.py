"""The commands, one file for each, and the registry that they make."""

from crmbot.assistant.commands import (
    absent,
    assign,
    call,
    changes,
    contact,
    done,
    dossier,
    files,
    find,
    follow,
    followup,
    held,
    history,
    lead,
    link,
    log_kinds,
    lost,
    merge,
    move,
    note,
    pin,
    pipeline,
    priority,
    process,
    project,
    recap,
    resolve,
    roles,
    selling,
    set_value,
    share,
    show,
    snooze,
    sources,
    stage,
    stale,
    step,
    tag,
    today,
    unattended,
    whoami,
    won,
    workplace,
)
from crmbot.assistant.commands.help import help_command
from crmbot.assistant.commands.undo import undo_command
from crmbot.assistant.registry import Registry

_PLAIN = (
    merge.MERGE, merge.DUPLICATES, changes.COMMAND,
    history.COMMAND, recap.COMMAND, files.COMMAND, resolve.COMPLAINTS, resolve.RESOLVE, pin.PIN, pin.UNPIN,
    *log_kinds.KIND_COMMANDS,
    pipeline.COMMAND, show.COMMAND, find.COMMAND, unattended.COMMAND, *selling.ASKING,
    lead.COMMAND, note.COMMAND, call.COMMAND, move.COMMAND,
    today.COMMAND, followup.COMMAND, done.COMMAND, snooze.COMMAND,
    workplace.COMMAND, stale.COMMAND, dossier.COMMAND, roles.ROLES,
    project.COMMAND, priority.COMMAND, roles.ROLE, process.COMMAND, process.ACCEPT,
    stage.COMMAND, step.COMMAND, *selling.CHANGING, won.COMMAND, lost.COMMAND, *selling.ENDING, assign.COMMAND,
    set_value.COMMAND, set_value.ADD, set_value.REMOVE, set_value.PRIMARY, set_value.KEEP, contact.PERSON, contact.COMPANY,
    tag.TAG, tag.UNTAG, link.LINK, link.UNLINK, sources.COMMAND,
    held.RELEASE, held.REFUSE, held.ALWAYS_REFUSE,
    share.SHARE, share.UNSHARE, share.PROTECT, share.UNPROTECT, follow.FOLLOW, follow.UNFOLLOW, absent.COMMAND,
    whoami.COMMAND,
)  # fmt: skip

_COMMANDS = (*_PLAIN, undo_command(_PLAIN))

REGISTRY = Registry((*_COMMANDS, help_command(_COMMANDS)))
