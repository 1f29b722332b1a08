"""Responsibility follows the role: a deal that comes to another department goes to its owner there, and both are told."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from crmbot.domain.followups.delegation import pass_to
from crmbot.domain.members.absence import is_absent
from crmbot.domain.members.access import access_of, sees
from crmbot.domain.members.members import all_members, member_by_key
from crmbot.domain.members.visibility import FOLLOWER
from crmbot.domain.outbox.outbox import enqueue
from crmbot.domain.process import Process, Stage
from crmbot.domain.records import Deal, Followup, Member, Watcher
from crmbot.domain.records.work import Work
from crmbot.folding import fold
from crmbot.shapes import Action, Reply, Text, Verbatim, Worded, t


def hand_over_to_department(work: Work, process: Process, deal: Deal, before: Stage | None, entered: Stage) -> None:
    """When the stage belongs to another department than the one before, its owner takes over."""
    department = entered.department
    if department is None or (before is not None and before.department == department):
        return
    holder = member_by_key(work.session, deal.owner)
    if holder is not None and holder.active and belongs_to(process, holder, department):
        return
    chosen = owner_of_department(work, process, department)
    if chosen is not None and chosen.key != deal.owner:
        name = department_name(process, department)
        why = t("“{stage}” is a matter of {department}.", stage=_named(entered), department=name)
        hand_over(work, process, deal, chosen, why)


def owner_of_department(work: Work, process: Process, department: str) -> Member | None:
    """Whom the settings name, if he is here; else the present member of the department with the fewest open deals."""
    day = work.now.astimezone(ZoneInfo(process.settings.timezone)).date()
    wanted = {fold(key): member for key, member in process.settings.owners.items()}
    named = next((wanted[word] for word in _words(process, department) if word in wanted), None)
    member = member_by_key(work.session, named) if named else None
    if member is not None and member.active and not is_absent(member, day):
        return member
    team = [one for one in all_members(work.session, active_only=True) if belongs_to(process, one, department)]
    present = [one for one in team if not is_absent(one, day)] or team
    loads = _loads(work.session, process, department)
    return min(present, key=lambda one: (loads.get(one.key, 0), one.number), default=None)


def belongs_to(process: Process, member: Member, department: str) -> bool:
    """Whether the member is of that department, which he may name by key or by any of its names."""
    return member.department is not None and fold(member.department) in _words(process, department)


def department_name(process: Process, department: str) -> Text:
    """What people call it."""
    names = process.departments.get(department)
    return t("{name}", name=Worded(names) if names else Verbatim(department))


def hand_over(work: Work, process: Process, deal: Deal, to: Member, why: Text) -> None:
    """The deal and its owner's follow-ups go to `to`; who had it follows it from now on. Both are told."""
    session, former = work.session, deal.owner
    deal.owner = to.key
    mine = select(Followup).where(
        Followup.record_number == deal.number, Followup.done_at.is_(None), Followup.owner == former
    )
    pass_to(session, session.scalars(mine).all(), to.key, process.settings.team)
    for watcher in session.scalars(_following(deal).where(Watcher.member == to.key)):
        session.delete(watcher)
    old = member_by_key(session, former)
    if old is not None and old.active:
        follow(work, deal, former)
    session.flush()
    _tell(work, deal, old, to, why)


def follow(work: Work, deal: Deal, member: str) -> None:
    """The member gets the deal's news from now on."""
    if work.session.scalars(_following(deal).where(Watcher.member == member)).first() is None:
        work.session.add(Watcher(record_number=deal.number, member=member, kind=FOLLOWER, since=work.now))


def tell_followers(work: Work, deal: Deal, before: Stage | None, entered: Stage) -> None:
    """Who follows the deal hears where it went; not who moved it, nor its owner."""
    for watcher in work.session.scalars(_following(deal).order_by(Watcher.member)).all():
        member = member_by_key(work.session, watcher.member)
        if watcher.member in (work.actor, deal.owner) or member is None or not member.active:
            continue
        if not sees(work.session, access_of(work.session, member), deal):
            continue
        title = t(
            "#{number} {name} went from “{before}” to “{stage}”.", number=deal.number, name=Verbatim(deal.name),
            before=_named(before), stage=_named(entered),
        )  # fmt: skip
        _enqueue(work, deal, watcher.member, "news", Reply("done", title, actions=(_show(deal),)))


def _tell(work: Work, deal: Deal, old: Member | None, new: Member, why: Text) -> None:
    name, number = Verbatim(deal.name), deal.number
    mine = t("#{number} {name} is yours now.", number=number, name=name)
    from_whom = t("Until now {member} took care of it.", member=Verbatim(old.name)) if old is not None else None
    lines = (why, from_whom) if from_whom is not None else (why,)
    _enqueue(work, deal, new.key, "handover", Reply("done", mine, lines=lines, actions=(_show(deal),)))
    if old is not None and old.active:
        gone = t("{member} now takes care of #{number} {name}.", member=Verbatim(new.name), number=number, name=name)
        followed = t("You follow it and hear what becomes of it.")
        _enqueue(work, deal, old.key, "handover", Reply("done", gone, lines=(why, followed), actions=(_show(deal),)))


def _enqueue(work: Work, deal: Deal, member: str, kind: str, content: Reply) -> None:
    work.session.flush()
    stamp = f"{deal.number}:{work.now.timestamp():.6f}:{deal.stage}"
    enqueue(work, key=f"{kind}:{stamp}:{member}", kind=kind, recipient=member, content=content)


def _show(deal: Deal) -> Action:
    return Action(t("Show it"), f"show #{deal.number}")


def _named(stage: Stage | None) -> Worded | Verbatim:
    if stage is None:
        return Verbatim("–")
    return Worded(stage.names) if stage.names else Verbatim(stage.short_key)


def _words(process: Process, department: str) -> set[str]:
    names = process.departments.get(department, {})
    return {fold(word) for word in (department, *names.values())}


def _loads(session: Session, process: Process, department: str) -> dict[str, int]:
    """How many deals each member has in hand: open ones, and those in stages of the department."""
    stages = [stage.key for stage in process.stages if stage.department == department and stage.state != "lost"]
    in_hand = or_(Deal.state == "open", Deal.stage.in_(stages))
    rows = session.execute(select(Deal.owner, func.count()).where(in_hand).group_by(Deal.owner))
    return {row[0]: row[1] for row in rows}


def _following(deal: Deal) -> Select[Watcher]:
    return select(Watcher).where(Watcher.record_number == deal.number, Watcher.kind == FOLLOWER)
