"""The facts that deals are graded by, read for several deals at once."""

from __future__ import annotations

from datetime import timedelta

from crmbot.domain.process.deal_facts import FIELDS, facts_of
from crmbot.domain.process.deal_rows import DealRows
from crmbot.domain.records import Activity, Deal
from tests.assistant.talk import Talk, only


def test_deals_read_together_have_the_facts_each_has_by_itself(kolb: Talk) -> None:
    second = only(kolb.say("project Sabine Kolb second hall"), "deal").number
    other = only(kolb.say("lead Otto Fremd, Fremd AG, o@fremd.example, 3k"), "deal").number
    for words in (
        f"offer #{second} 9k", f"won #{second}", "competitor #1006 Regal Meier", "stakeholder #1006 Sabine Kolb against",
        f"tag #{other} messe", f"call #{other} 5min asked for shelves", "note #1006 likes oak",
    ):  # fmt: skip
        assert kolb.say(words).ok, words
    with kolb.store.write(kolb.now) as work:
        for hours, direction in ((-9, "out"), (-6, "in"), (-2, "out")):
            at = kolb.now + timedelta(hours=hours)
            number = work.next_number("activity")
            work.session.add(
                Activity(
                    number=number,
                    kind="mail",
                    medium="mail",
                    at=at,
                    direction=direction,
                    deal_number=other,
                    created_at=at,
                )
            )
    with kolb.store.read() as session:
        deals = [session.get_one(Deal, number) for number in (1006, second, other)]
        together = DealRows(session, deals)
        facts = {deal.number: facts_of(together, deal, FIELDS) for deal in deals}
        assert facts == {deal.number: facts_of(DealRows(session, [deal]), deal, FIELDS) for deal in deals}
    assert [facts[deal.number]["known_customer"] for deal in deals] == [True, False, False]
    assert [facts[deal.number]["offer_made"] for deal in deals] == [False, True, False]
    assert facts[1006]["competitors"] == ("Regal Meier",)
    assert (facts[1006]["opponents"], facts[other]["opponents"]) == (1, 0)
    assert (facts[1006]["tags"], facts[other]["tags"]) == ((), ("messe",))
    assert facts[other]["response_hours"] == 4
