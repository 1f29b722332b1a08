"""What the examples of the commands about contacts speak of."""

from __future__ import annotations

from crmbot.domain.people.value_sources import Source, offer
from crmbot.domain.records import Person
from tests.assistant.talk import Talk


def prepare(talk: Talk, person: int, deal: int) -> None:
    """Tags, a link, an address that was taught, and a signature that says otherwise than somebody typed."""
    talk.say(f"tag #{person} regular, Stammkunde")
    talk.say(f"link #{deal} with #{person}")
    talk.say(f"belongs einkauf@altona.example to #{deal}")
    with talk.store.write(talk.now) as work:
        found = work.session.get(Person, person)
        assert found is not None
        found.job_title = "Buyer"
        offer(found, "job_title", "Head of Purchasing", Source("signature", talk.now))
