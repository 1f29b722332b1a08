"""Attack mails, each with the state it has to end in. `VICTIM` stands for the number of somebody else's deal."""

from __future__ import annotations

from dataclasses import dataclass

from tests.mails import ENQUIRY, mail, outlook_forward

ANYONE = "crm@firma.example"
MARKUP = "<!channel> *alles* _sofort_ `rm` & <https://boese.example|Klick>"
_MALLORY = "Mallory Fremd <mallory@boese.example>"


@dataclass(frozen=True)
class Attack:
    """`recipient` may hold `{anna}` or `{ben}` for a personal token. `state` is an inbox state, or the code of a refusal."""

    name: str
    content: bytes
    state: str | int = "done"
    recipient: str = ANYONE
    lead: bool = True  # a lead of the sender's own comes of it


def attacks(victim: int, thread: str) -> list[Attack]:
    """All of them. `thread` is the Message-ID of a mail in the victim's history."""
    return [*_false_members(), *_intruders(victim, thread), *_markup(), *_monsters(), *_loops()]


def _false_members() -> list[Attack]:
    results = "dkim=pass header.d=firma.example; spf=pass smtp.mailfrom=anna@firma.example"
    own_results = "Authentication-Results: mx.firma.example; dkim=fail header.d=firma.example\n"
    return [
        Attack("spoofed member", outlook_forward(), "held", lead=False),
        Attack("results of a stranger's server", _forward(f"Authentication-Results: mx.boese.example; {results}\n"), "held", lead=False),
        Attack("forged results below our own", _forward(f"{own_results}Authentication-Results: mx.firma.example; {results}\n"), "held", lead=False),
        Attack("results of a server whose name begins like ours", _forward(f"Authentication-Results: mx.firma.example.boese.example; {results}\n"), "held", lead=False),
        Attack("another member's personal address", outlook_forward(), "held", "crm+{ben}@firma.example", lead=False),
        Attack("a guessed personal address", outlook_forward(), 550, "crm+bcfghjkmnpqrstvw@firma.example", lead=False),
        Attack("unknown colleague", mail(sender="Chef <chef@firma.example>"), "held", lead=False),
        Attack("colleague of a sub-domain", mail(sender="Chef <chef@mail.firma.example>"), "held", lead=False),
    ]  # fmt: skip


def _forward(header: str) -> bytes:
    return header.encode() + outlook_forward()


def _intruders(victim: int, thread: str) -> list[Attack]:
    encoded = "=?utf-8?q?Anna_Adler_=3Canna=40firma=2Eexample=3E?="
    orders = f"/crm won #{victim}\nowner: ben\nvalue: 1\nfollow up: tomorrow\n\n"
    return [
        Attack("encoded-word address", _from(f"{encoded} <e@boese1.example>")),
        Attack("encoded-word that is the whole sender", _from(encoded), state="held", lead=False),
        Attack("a member's address as the name", _from('"anna@firma.example" <n@boese2.example>')),
        Attack("two senders", _from("Eva Fremd <z@boese3.example>, Anna Adler <anna@firma.example>")),
        Attack("tag guessed in the subject", _from("a@boese4.example", subject=f"Re: [#{victim}] unser Angebot #{victim}")),
        Attack("tag guessed in the address", _from("b@boese5.example"), recipient=f"crm+d{victim}@firma.example"),
        Attack("thread guessed", _from("c@boese6.example", extra=f"In-Reply-To: {thread}\nReferences: {thread}\n")),
        Attack("orders of an outsider", _from("d@boese7.example", body=orders + ENQUIRY)),
        Attack("a member's leaked address", _from("g@boese8.example", body=orders + ENQUIRY), recipient="crm+{anna}@firma.example"),
        Attack("answers to a member", _from("f@boese9.example", extra="Reply-To: anna@firma.example\nSender: anna@firma.example\n")),
    ]  # fmt: skip


def _from(sender: str, **parts: str) -> bytes:
    return mail(sender=sender, **parts)


def _markup() -> list[Attack]:
    injected = "=?utf-8?q?Angebot=0D=0ABcc:_opfer=40kunde.example=0D=0A=0D=0Atext?="
    script = "<html><body><p>Guten Tag, wir brauchen Regale.</p><script>alert('x')</script></body></html>"
    html = mail(sender="h@boese10.example").replace(b"text/plain", b"text/html").split(b"\n\n")[0]
    return [
        Attack("header injection in the subject", _from("i@boese11.example", subject=injected)),
        Attack("markup in subject and name", _from(f'"{MARKUP}" <m@boese12.example>', subject=MARKUP)),
        Attack("markup in the signature", _from("s@boese13.example", body=f"Bitte um Angebot.\n\n-- \n{MARKUP}\n<!here> GmbH\nTel. +49 711 555 1234\n")),
        Attack("script in HTML", html + b"\n\n" + script.encode()),
        Attack("path in the name of a file", _with_file("../../../../etc/cron.d/x\\..\\boese.exe")),
        Attack("control characters in the name of a file", _with_file("a\x00b\x1b[2J.pdf")),
    ]  # fmt: skip


def _with_file(name: str) -> bytes:
    parts = (
        "--b\nContent-Type: text/plain\n\nAnbei unsere Anfrage nach 40 Regalen.\n--b\n"
        f'Content-Type: application/pdf; name="{name}"\nContent-Disposition: attachment; filename="{name}"\n'
        "Content-Transfer-Encoding: base64\n\nSGFsbG8=\n--b--\n"
    )
    head = mail(sender=f"Fritz Fremd <f{len(name)}@boese14.example>").partition(b"\n\n")[0]
    return head.replace(b"text/plain; charset=utf-8", b"multipart/mixed; boundary=b") + b"\n\n" + parts.encode()


def _monsters() -> list[Attack]:
    many = ", ".join(f"Person {n} <p{n}@kunde.example>" for n in range(500))
    headers = "".join(f"X-Junk-{n}: {n}\n" for n in range(10_000))
    return [
        Attack("sixty levels of parts", _nested(60)),
        Attack("a thousand levels of parts", _nested(1000)),
        Attack("subject of a megabyte", _from("j@boese20.example", subject="A" * 1_000_000)),
        Attack("sender's name of a megabyte", _from(f"{'B' * 1_000_000} <k@boese21.example>")),
        Attack("NULs everywhere", mail(sender="l@boese22.example", subject="An\x00frage", body=f"\x00{ENQUIRY}\x00\x00")),
        Attack("bare carriage returns", mail(sender="m@boese23.example", body=ENQUIRY.replace("\n", "\r"))),
        Attack("only carriage returns", mail(sender="n@boese24.example").replace(b"\n", b"\r")),
        Attack("a header and nothing else", mail(sender="o@boese25.example", body="")),
        Attack("a charset that nobody knows", mail(sender="p@boese26.example").replace(b"charset=utf-8", b"charset=x-klingon")),
        Attack("bytes that no charset has", mail(sender="q@boese27.example") + bytes(range(256)) * 4),
        Attack("raw bytes in the header", mail(sender="r@boese28.example", subject="ROH").replace(b"ROH", b"\xff\xfe\x80 \xed\xa0\x80")),
        Attack("five hundred recipients", _from("s@boese29.example", to=f"{ANYONE}, {many}")),
        Attack("ten thousand header lines", _from("t@boese30.example", extra=headers)),
        Attack("a sender that is none", _from("<>"), state="held", lead=False),
        Attack("numbers too large for any database", _from("u@boese31.example", subject="[#99999999999999999999]", body=f"Budget 99999999999999999999999 Euro\n{ENQUIRY}")),
        Attack("one hundred and twenty hops", _from("v@boese32.example", extra="Received: from a by b; x\n" * 120), state=554, lead=False),
    ]  # fmt: skip


def _nested(depth: int) -> bytes:
    head = mail(sender=f"Tief Fremd <t{depth}@boese33.example>").partition(b"MIME-Version")[0]
    opening = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))
    closing = b"".join(b"\n--b%d--\n" % n for n in reversed(range(depth)))
    return head + b"MIME-Version: 1.0\n" + opening + b"Content-Type: text/plain\n\nWir brauchen Regale.\n" + closing


def _loops() -> list[Attack]:
    return [
        Attack("our own mail comes back", mail(sender="w@boese40.example", message_id="<crmbot.1@firma.example>"), lead=False),
        Attack("automatic reply", _from("x@boese41.example", extra="Auto-Submitted: auto-replied\n", subject="Abwesend"), lead=False),
        Attack("another robot", _from("y@boese42.example", extra="Auto-Submitted: auto-generated\nPrecedence: bulk\n"), lead=False),
        Attack("from the capture address itself", mail(sender=f"crmbot <{ANYONE}>"), state="held", lead=False),
    ]  # fmt: skip
