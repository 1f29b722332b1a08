"""Signatures, seals and permissions: what the mail and DNS prove, asked of records that the test hands in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmbot.channels.dns import NameService
from crmbot.domain.process import builtin_process
from crmbot.errors import NameServiceAway
from crmbot.intake.explain import explain
from crmbot.intake.receive import receive
from crmbot.intake.sender_policy import permits
from crmbot.intake.signatures import Lookup, sealed_by, signed_by
from crmbot.intake.worker import InboxWorker
from crmbot.shapes import RawMail
from tests.intake.office import NOON, Office, reason_of
from tests.mails import outlook_forward, raw
from tests.names import DNSMASQ, Names, running_dnsmasq, sealed, signed, zone

ZONE = zone("firma.example", "boese.example", "sealer.example", "liste.example")
NAMES = Names(ZONE)
FORWARD = outlook_forward().replace(b"\n", b"\r\n")
OUTSIDE = "203.0.113.9"


@dataclass
class Asking(Office):
    """An office whose worker asks `lookup`."""

    lookup: Lookup = NAMES.lookup

    @property
    def worker(self) -> InboxWorker:
        return InboxWorker(self.store, self.settings, builtin_process, self.lookup)


@pytest.fixture
def asking(office: Office) -> Asking:
    return Asking(office.store, replace(office.settings, trusted_sealers=("sealer.example",)))


class TestSignature:
    def test_a_signature_of_the_members_domain_proves_him(self, asking: Asking) -> None:
        item = asking.send(raw(signed(FORWARD)))
        assert (item.state, asking.deals()[0].owner) == ("done", "anna")

    def test_explain_asks_as_the_intake_would(self, asking: Asking) -> None:
        mail = raw(signed(FORWARD))
        told = explain(asking.store, asking.settings, builtin_process(), mail, asking.lookup)
        untold = explain(asking.store, asking.settings, builtin_process(), mail)
        assert (told.handled.decision.act, untold.handled.decision.act) == ("lead", "hold")

    def test_the_trace_of_our_own_port_does_not_break_it(self, asking: Asking) -> None:
        assert asking.send(replace(raw(signed(FORWARD)), trace=b"Received: from a\r\n\tby b; x\r\n")).state == "done"

    @pytest.mark.parametrize(
        "content",
        [
            signed(FORWARD).replace(b"Palettenregale", b"Kanonenkugeln"),
            signed(FORWARD).replace(b"Betreff:", b"Betrifft:"),
            signed(FORWARD).replace(b"From: Anna", b"From: Anne"),
            signed(FORWARD, "boese.example"),
            b"From: Anna Adler <anna@firma.example>\r\n" + signed(FORWARD.replace(b"anna@firma", b"eva@boese"), "boese.example"),
            b"From: Anna Adler <anna@firma.example>\r\n" + signed(FORWARD),
            signed(FORWARD, length=True) + b"Und noch etwas, das niemand unterschrieben hat.\r\n",
            signed(FORWARD, identity=b"@firma.example").replace(b"d=firma.example", b"d=example"),
            b"DKIM-Signature: v=1; a=rsa-sha256; d=firma.example; s=s1; h=from; bh=; b=\r\n" + FORWARD,
            b"DKIM-Signature: d=firma.example\r\n" + FORWARD,
        ],
        ids=["body", "quoted", "from", "other domain", "second from", "first from", "part", "too wide", "empty", "broken"],
    )  # fmt: skip
    def test_anything_else_does_not(self, content: bytes) -> None:
        assert signed_by(content, "firma.example", NAMES.lookup) is None

    def test_the_domain_above_vouches_for_a_sub_domain(self) -> None:
        content = signed(FORWARD.replace(b"@firma.example", b"@mail.firma.example"))
        assert signed_by(content, "mail.firma.example", NAMES.lookup) == "firma.example"

    def test_a_key_that_was_taken_back_proves_nothing(self) -> None:
        names = Names({("s1._domainkey.firma.example", "TXT"): ("v=DKIM1; p=",)})
        assert signed_by(signed(FORWARD), "firma.example", names.lookup) is None

    def test_one_good_signature_among_broken_ones_is_enough(self) -> None:
        broken = b"DKIM-Signature: v=1; a=rsa-sha256; d=firma.example; s=s1; h=from; bh=AA==; b=AA==\r\n" * 3
        assert signed_by(broken + signed(FORWARD), "firma.example", NAMES.lookup) == "firma.example"

    def test_hundreds_of_signatures_ask_few_questions(self) -> None:
        names = Names({})
        many = b"".join(
            b"DKIM-Signature: v=1; a=rsa-sha256; d=firma.example; s=s%d; h=from; bh=AA==; b=AA==\r\n" % n
            for n in range(500)
        )
        assert signed_by(many + FORWARD, "firma.example", names.lookup) is None
        assert len(names.asked) <= 5

    @given(st.binary(max_size=2000))
    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    def test_anything_can_be_looked_at(self, content: bytes) -> None:
        for text in (content, b"DKIM-Signature: d=firma.example;" + content, b"ARC-Seal: i=1;" + content):
            assert signed_by(text, "firma.example", NAMES.lookup) is None
            assert sealed_by(text, "firma.example", ["sealer.example"], NAMES.lookup) is None


class TestNobodyIsAsked:
    def test_for_an_outsider(self, asking: Asking) -> None:
        names = Names(ZONE)
        asking.lookup = names.lookup
        content = signed(FORWARD.replace(b"anna@firma.example", b"eva@boese.example"), "boese.example")
        asking.send(replace(raw(content), peer=OUTSIDE))
        assert names.asked == []

    def test_where_the_personal_address_proves_him(self, asking: Asking) -> None:
        names = Names(ZONE)
        asking.lookup = names.lookup
        assert asking.send(raw(signed(FORWARD), asking.personal("anna"))).state == "done"
        assert names.asked == []

    def test_where_there_is_nothing_to_ask_about(self, asking: Asking) -> None:
        names = Names(ZONE)
        asking.lookup = names.lookup
        assert asking.send(raw(FORWARD)).state == "held"
        assert names.asked == []


class TestNameServiceAway:
    def test_the_mail_waits_and_is_filed_when_it_is_back(self, asking: Asking) -> None:
        names = Names(ZONE, away=("s1._domainkey.firma.example",))
        asking.lookup = names.lookup
        item = asking.send(raw(signed(FORWARD)))
        assert (item.state, asking.outbox()) == ("received", [])
        names.away = ()
        asking.worker.handle(item.id, NOON + timedelta(minutes=1))
        assert asking.item(item.id).state == "done"

    def test_when_it_does_not_come_back_a_person_is_asked(self, asking: Asking) -> None:
        asking.lookup = Names(ZONE, away=("s1._domainkey.firma.example",)).lookup
        item = asking.send(raw(signed(FORWARD)))
        for minute in range(1, 4):
            asking.worker.handle(item.id, NOON + timedelta(minutes=minute))
        assert asking.item(item.id).state == "held"
        assert "name service" in reason_of(asking.item(item.id))


def from_outside(sender: str = "anna@firma.example") -> RawMail:
    return replace(raw(FORWARD, sender=sender), peer=OUTSIDE, helo="mail.firma.example")


class TestPermission:
    @pytest.mark.parametrize(
        ("policy", "state"),
        [
            ("v=spf1 ip4:203.0.113.0/24 -all", "done"),
            ("v=spf1 a:mail.firma.example -all", "done"),
            ("v=spf1 include:spf.provider.example -all", "done"),
            ("v=spf1 ip4:198.51.100.7 -all", "held"),
            ("v=spf1 ~all", "held"),
            ("v=spf1 ?ip4:203.0.113.9 -all", "held"),
            ("v=spf1 nonsense ip4:203.0.113.9 -all", "held"),
            ("no policy at all", "held"),
        ],
    )
    def test_a_client_that_the_domain_permits_proves_the_member(self, asking: Asking, policy: str, state: str) -> None:
        records = {
            ("firma.example", "TXT"): ("some=verification", policy),
            ("mail.firma.example", "A"): (OUTSIDE,),
            ("spf.provider.example", "TXT"): ("v=spf1 ip4:203.0.113.9 -all",),
        }
        asking.lookup = Names(records).lookup
        assert asking.send(from_outside()).state == state

    def test_only_that_of_the_froms_own_domain(self, asking: Asking) -> None:
        asking.lookup = Names({("boese.example", "TXT"): ("v=spf1 +all",)}).lookup
        assert asking.send(from_outside(sender="anna@boese.example")).state == "held"

    def test_behind_our_own_server_the_client_is_nobody(self, asking: Asking) -> None:
        asking.lookup = Names({("firma.example", "TXT"): ("v=spf1 +all",)}).lookup
        assert asking.send(replace(from_outside(), peer="127.0.0.1")).state == "held"

    def test_endless_policies_end(self) -> None:
        names = Names({("firma.example", "TXT"): ("v=spf1 include:firma.example -all",)})
        assert not permits(names.lookup, peer=OUTSIDE, helo="h", sender="anna@firma.example")
        assert len(names.asked) < 30

    def test_a_name_service_that_is_away_is_told(self) -> None:
        names = Names({}, away=("firma.example",))
        with pytest.raises(NameServiceAway):
            permits(names.lookup, peer=OUTSIDE, helo="h", sender="anna@firma.example")

    @given(st.text(max_size=200), st.sampled_from([OUTSIDE, "2001:db8::1", "nonsense"]), st.text(max_size=40))
    def test_any_policy_can_be_read(self, policy: str, peer: str, helo: str) -> None:
        names = Names({("firma.example", "TXT"): (f"v=spf1 {policy}",)})
        assert permits(names.lookup, peer=peer, helo=helo, sender="anna@firma.example") in (True, False)


RESULTS = b"Authentication-Results: mx.sealer.example; dkim=pass header.d=firma.example\r\n"


class TestSeal:
    """A list or a forwarding server changes the mail, so that its signature breaks, and seals what it had found before."""

    def test_a_trusted_sealer_proves_the_member(self, asking: Asking) -> None:
        item = asking.send(raw(sealed(RESULTS + FORWARD, "sealer.example", "mx.sealer.example")))
        assert item.state == "done"

    @pytest.mark.parametrize(
        "content",
        [
            sealed(RESULTS + FORWARD, "sealer.example", "mx.sealer.example").replace(
                b"Palettenregale", b"Kanonenkugeln"
            ),
            sealed(RESULTS + FORWARD, "boese.example", "mx.sealer.example"),
            sealed(RESULTS.replace(b"d=firma", b"d=boese") + FORWARD, "sealer.example", "mx.sealer.example"),
            sealed(RESULTS.replace(b"=pass", b"=fail") + FORWARD, "sealer.example", "mx.sealer.example"),
            re.sub(rb"cv=none", b"cv=pass", sealed(RESULTS + FORWARD, "sealer.example", "mx.sealer.example")),
            b"ARC-Seal: i=1; a=rsa-sha256; cv=none; d=sealer.example; s=s1; b=AA==\r\n" + RESULTS + FORWARD,
        ],
        ids=["changed", "other sealer", "other domain", "failed", "other state", "incomplete"],
    )
    def test_anything_else_does_not(self, content: bytes) -> None:
        assert sealed_by(content, "firma.example", ["sealer.example"], NAMES.lookup) is None

    def test_what_stands_below_the_seal_of_a_stranger_is_not_believed(self) -> None:
        below = sealed(RESULTS + FORWARD, "sealer.example", "mx.sealer.example")
        second = b"Authentication-Results: mx.liste.example; arc=pass\r\n"
        chain = sealed(second + below, "liste.example", "mx.liste.example")
        assert sealed_by(chain, "firma.example", ["sealer.example"], NAMES.lookup) is None
        assert sealed_by(chain, "firma.example", ["sealer.example", "liste.example"], NAMES.lookup)

    def test_without_a_trusted_sealer_nobody_is_asked(self) -> None:
        names = Names(ZONE)
        assert (
            sealed_by(
                sealed(RESULTS + FORWARD, "sealer.example", "mx.sealer.example"), "firma.example", [], names.lookup
            )
            is None
        )
        assert names.asked == []


class TestMicrosoft365:
    BOX = "crm@firma.example@outlook.office365.com/INBOX"

    @pytest.mark.parametrize(
        ("header", "mailbox", "state"),
        [
            ("X-MS-Exchange-Organization-AuthAs: Internal\r\n", BOX, "done"),
            ("X-MS-Exchange-Organization-AuthAs: Anonymous\r\n", BOX, "held"),
            ("X-MS-Exchange-Organization-AuthAs: Internal\r\n", "other@firma.example@imap.example/INBOX", "held"),
            ("X-MS-Exchange-Organization-AuthAs: Internal\r\n", None, "held"),
            ("X-MS-Exchange-Organization-AuthAs: Internal\r\n" * 2 + "X-MS-Exchange-Organization-AuthAs: Anonymous\r\n", BOX, "held"),
            ("", BOX, "held"),
        ],
    )  # fmt: skip
    def test_internal_mail_counts_in_a_mailbox_of_our_own_tenant(
        self, office: Office, header: str, mailbox: str | None, state: str
    ) -> None:
        office = office.with_settings(internal_mailboxes=(self.BOX,))
        item = office.send(replace(raw(header.encode() + FORWARD), source="imap", mailbox=mailbox))
        assert item.state == state


@pytest.mark.parametrize("server", DNSMASQ)
def test_the_same_over_real_dns_packets(asking: Asking, server: str, tmp_path: Path) -> None:
    assert server == "dnsmasq"
    records = {
        **ZONE,
        ("firma.example", "TXT"): ("v=spf1 a:mail.firma.example -all",),
        ("mail.firma.example", "A"): (OUTSIDE,),
    }
    with running_dnsmasq(records, tmp_path) as address:
        asking.lookup = NameService([address]).lookup
        assert signed_by(signed(FORWARD), "firma.example", asking.lookup) == "firma.example"
        assert signed_by(signed(FORWARD).replace(b"Regale", b"Tische"), "firma.example", asking.lookup) is None
        assert sealed_by(
            sealed(RESULTS + FORWARD, "sealer.example", "mx.sealer.example"),
            "firma.example",
            ["sealer.example"],
            asking.lookup,
        )
        assert permits(asking.lookup, peer=OUTSIDE, helo="h", sender="anna@firma.example")
        assert not permits(asking.lookup, peer="198.51.100.7", helo="h", sender="anna@firma.example")
        first = receive(asking.store, asking.settings, raw(signed(FORWARD)))
        asking.worker.handle(first, NOON)
        assert asking.item(first).state == "done"


def test_a_server_that_does_not_answer_is_away() -> None:
    with pytest.raises(NameServiceAway):
        NameService(["127.0.0.1:1"]).lookup("firma.example", "TXT")


@pytest.mark.parametrize("name", ["", "a" * 70 + ".example", "..", "ä" * 300, "a b.example"])
def test_nonsense_has_no_records(name: str, tmp_path: Path) -> None:
    with running_dnsmasq({}, tmp_path) if DNSMASQ else pytest.raises(NameServiceAway) as address:
        assert NameService([str(address)]).lookup(name, "TXT") == ()
