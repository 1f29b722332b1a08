from __future__ import annotations

import sys
from datetime import timedelta
from decimal import Decimal

import pytest

from crmbot.assistant.charts.figures import bars_of
from crmbot.assistant.charts.kinds import KINDS
from crmbot.channels.reply_json import reply_to_json
from crmbot.domain.members.members import require_member
from crmbot.shapes import Money, Reader, Reply
from crmbot.texts import render
from tests.assistant.talk import Talk


@pytest.fixture
def sales(talk: Talk) -> Talk:
    """Three deals: an offer of Anna's, one of Ben's, and one that Anna has won."""
    talk.now -= timedelta(days=20)
    for who, firm, amount, source in (
        ("Sabine Kolb", "Kolb Regalbau GmbH", "20k", "fair"),
        ("Julia Brandt", "Nordlicht GmbH", "12k", "website"),
        ("Max Oehm", "Oehm Hallenbau KG", "60,500.50", "website"),
    ):
        assert talk.say(f"lead {who}, {firm}, {who[:3].lower()}@firma.test, {amount}, source {source}").ok
    talk.say("assign Max Oehm ben")
    talk.say("offer Sabine Kolb 20k valid until 31.12.2026")
    talk.say("set Sabine Kolb close 15.12.2026")
    talk.say("call Julia Brandt 12min talked")
    talk.now += timedelta(days=20)
    assert talk.say("won Julia Brandt").ok
    return talk


def _sums(reply: Reply, column: int) -> Decimal:
    assert reply.table is not None
    return sum((cell.amount for row in reply.table.rows if isinstance(cell := row[column], Money)), Decimal())


@pytest.mark.parametrize("kind", [kind.key for kind in KINDS])
@pytest.mark.parametrize("language", ["en", "de"])
def test_every_chart_is_a_picture_with_its_table_under_it(sales, kind, language):
    reply = Talk(sales.store, sales.now, language=language).say(f"chart {kind}")
    assert (reply.ok, reply.kind) == (True, "chart")
    assert reply.picture is not None
    assert reply.picture.content.startswith(b"\x89PNG")
    assert reply.picture.filename.startswith(kind)
    assert reply.table is not None
    assert reply.table.rows


def test_the_bars_are_the_numbers_of_the_table_and_of_the_pipeline(sales, monkeypatch):
    drawn = []
    monkeypatch.setattr(
        "crmbot.assistant.commands.chart.bars_of", lambda *given: drawn.append(bars_of(*given)) or drawn[-1]
    )
    chart, pipeline = sales.say("chart pipeline"), sales.say("pipeline")
    (bars,) = drawn
    assert _sums(chart, 2) == pipeline.totals["amount"] == Decimal("80500.50")
    assert _sums(chart, 3) == pipeline.totals["weighted"] == chart.totals["weighted"]
    assert sum(bars.series[0].values) == float(_sums(chart, 2))
    assert [render(row[0], sales.reader) for row in chart.table.rows] == list(bars.labels)


def test_a_chart_is_narrowed_by_filters_and_says_so(sales):
    reply = sales.say("chart pipeline owner:ben >10k")
    assert "owner Ben Bauer" in sales.words(reply)
    assert reply.totals["count"] == 1


@pytest.mark.parametrize(
    ("german", "english"),
    [
        ("diagramm pipeline", "chart pipeline"), ("diagramm prognose", "chart forecast"), ("diagramm trichter", "chart funnel"),
        ("diagramm aktivität", "chart activity"), ("diagramm quellen", "chart sources"), ("diagramm gewonnen", "chart won"),
        ("diagramm der Pipeline nach Besitzer", "chart pipeline by owner"), ("diagramm gewonnen und verloren", "chart won and lost"),
    ],
)  # fmt: skip
def test_charts_have_german_names(sales, german, english):
    assert sales.say(german).totals == sales.say(english).totals


def test_the_picture_is_in_the_words_of_the_reader(sales, monkeypatch):
    drawn = []
    monkeypatch.setattr(
        "crmbot.assistant.commands.chart.bars_of", lambda *given: drawn.append(bars_of(*given)) or drawn[-1]
    )
    Talk(sales.store, sales.now, language="de").say("chart pipeline")
    Talk(sales.store, sales.now, language="en").say("chart pipeline")
    german, english = drawn
    assert "Angebot" in german.labels
    assert "20.000 € (10.000 €)" in [words.replace("\u00a0", " ") for words in german.series[0].words]
    assert "Propose" in english.labels
    assert "€20,000 (€10,000)" in english.series[0].words


def test_months_without_a_deal_have_their_row(sales):
    sales.say("set Max Oehm close 15.3.2027")
    reply = sales.say("chart forecast")
    assert [render(row[0], Reader("en")) for row in reply.table.rows][:4] == [
        "Dec 2026",
        "Jan 2027",
        "Feb 2027",
        "Mar 2027",
    ]


def test_won_and_lost_stand_beside_each_other(sales):
    sales.say("lost Max Oehm too dear")
    reply = sales.say("chart won")
    assert (reply.totals["won"], reply.totals["lost"]) == (1, 1)
    assert _sums(reply, 2) == Decimal("12000.00")
    assert _sums(reply, 4) == Decimal("60500.50")


def test_sums_of_several_currencies_stand_in_the_table_and_one_is_drawn(sales):
    sales.say("lead Urs Frei, Frei AG, urs@frei.example, CHF 9000")
    reply = sales.say("chart pipeline")
    assert "CHF" in sales.words(reply)
    assert "The picture shows sums in EUR" in sales.words(reply)


def test_of_nothing_there_is_no_picture(talk):
    reply = talk.say("chart forecast")
    assert reply.ok
    assert reply.picture is None
    assert "nothing to show" in talk.words(reply)


def test_without_the_library_the_table_comes_alone_and_names_the_extra(sales, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    reply = sales.say("chart pipeline")
    assert reply.picture is None
    assert reply.table is not None
    assert "crmbot[charts]" in sales.words(reply)


def test_an_unknown_chart_offers_those_there_are(talk):
    assert talk.say("chart").kind == "choice"
    reply = talk.say("chart rainbow")
    assert not reply.ok
    assert "chart funnel" in talk.commands(reply)


@pytest.mark.parametrize(
    ("words", "anna", "ben"),
    [
        ("", 3, 1), ("owner:ben", 0, 1), ("calls", 2, 0), ("kind:note", 1, 1), ("stage:offer", 1, 0), ("my team", 3, 1),
        ("team:sales", 0, 1), ("last month", 0, 0), (">10k calls", 1, 0),
    ],
)  # fmt: skip
def test_what_members_did_is_narrowed_alike_in_report_and_picture(talk, words, anna, ben):
    with talk.store.write(talk.now) as work:
        require_member(work.session, "ben").manager = "anna"
        require_member(work.session, "ben").department = "Sales"
    for name, amount in (("Sabine Kolb", "20k"), ("Tom Tiger", "5k")):
        talk.say(f"lead {name}, {amount}")
        talk.say(f"call {name} 5min asked for the plan")
    talk.say("stage Tom Tiger offer")
    talk.say("note Sabine Kolb wants oak")
    talk.with_user("ben").say("note Sabine Kolb wants ash")
    report, chart = talk.say(f"report activity {words}"), talk.say(f"chart activity {words}")
    assert report.ok, talk.words(report)
    done = {one["member"]: one["total"] for one in report.totals["members"]}
    assert {one["member"]: one["total"] for one in chart.totals["members"]} == done
    assert (done.get("anna", 0), done.get("ben", 0)) == (anna, ben)


def test_of_a_team_that_nobody_is_in_there_are_no_figures(talk):
    assert "There is no team “moon”" in talk.words(talk.say("chart activity team:moon"))


def test_programs_are_told_of_the_picture_without_its_content(sales):
    reply = sales.say("chart pipeline")
    told = reply_to_json(reply, sales.reader, [])["reply"]["picture"]
    assert told["filename"].endswith(".png")
    assert told["size"] == len(reply.picture.content)
    assert "rows" in told["alt"]


@pytest.mark.parametrize("kind", ["pipeline", "forecast", "sales", "funnel", "sources", "activity"])
def test_a_report_with_a_chart_leads_to_its_picture(sales, kind):
    report = sales.say(f"report {kind} this year")
    command = report.actions[-1].command
    assert command.startswith("chart ")
    assert command.endswith("this year")
    chart = sales.say(command)
    assert (chart.ok, chart.kind, chart.understood) == (True, "chart", report.understood)
