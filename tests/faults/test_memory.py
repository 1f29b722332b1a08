"""Memory and file handles of a serving process stay where they are, however many mails come (`CRMBOT_SOAK=1`: 2,000)."""

from __future__ import annotations

import asyncio
import os
import smtplib
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from crmbot.domain.records import OutboxItem
from crmbot.storage.store import Store
from tests.channels.slack_far_end import far_end
from tests.databases import Databases
from tests.faults.office import command, hire, terminated, until, with_slack
from tests.faults.storm import port_of
from tests.mails import ENQUIRY, mail, outlook_forward
from tests.running import PATIENCE

MAILS = 2000 if os.environ.get("CRMBOT_SOAK") else 120
STEP = 20
MOST_GROWTH = 20.0  # MB from the half of the mails to the last
MOST = 200.0  # MB in all


def memory_of(pid: int) -> float:
    """Resident, in MB (proc_pid_status(5))."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def handles_of(pid: int) -> int:
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


def _batch(port: int, numbers: range, personal: str) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE) as smtp:
        for number in numbers:
            body = f"Vorgang {number}.\n\n{ENQUIRY.replace('Lagerbau Nord', f'Lagerbau Nr. {number}')}"
            customer = f"Person {number} <p{number}@kunde-{number}.example>"
            if number % 3:
                content = mail(sender=customer, message_id=f"<{number}@kunde.example>", body=body)
                smtp.sendmail("someone@kunde.example", ["crm@firma.example"], content)
            else:
                content = outlook_forward(body, customer=customer, message_id=f"<{number}@firma.example>", to=personal)
                smtp.sendmail("anna@firma.example", [personal], content)


def _receipts(store: Store) -> int:
    """How many mails were filed and told of."""
    with store.read() as session:
        return session.scalar(select(func.count()).select_from(OutboxItem).where(OutboxItem.state == "sent")) or 0


@pytest.mark.asyncio
@pytest.mark.timeout(1800)
async def test_memory_and_handles_stay_flat(sqlite_databases: Databases, tmp_path: Path) -> None:
    url = sqlite_databases.fresh()
    personal = f"crm+{hire(url, 'anna', now=datetime.now(UTC))['anna']}@firma.example"
    store = Store.open(url)
    figures = []
    async with far_end() as far:
        crmbot = with_slack(url, str(tmp_path), far)
        async with command(crmbot, "serve", "--only", "smtp,worker,clock") as server:
            port = await port_of(server)
            for start in range(0, MAILS + STEP, STEP):
                figures.append((start, memory_of(server.pid), handles_of(server.pid)))
                if start < MAILS:
                    await asyncio.to_thread(_batch, port, range(start, start + STEP), personal)
                    await until(lambda count=start + STEP: _receipts(store) == count)  # type: ignore[misc]
            await terminated(server)
    store.close()
    first, half, last = figures[0], figures[len(figures) // 2], figures[-1]
    sys.stdout.write("\n".join(f"{n} mails: {mb:.1f} MB, {handles} handles" for n, mb, handles in (first, half, last)))
    assert last[1] - half[1] < MOST_GROWTH
    assert last[1] < MOST
    assert last[2] < half[2] + MAILS / 4  # one that is left open by each mail or message would be many
