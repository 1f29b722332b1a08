"""Making again what is derived from the records: the search index and the sums over deals."""

from __future__ import annotations

from sqlalchemy import Engine, func, select

from crmbot.domain.records import SearchName
from crmbot.storage.deal_sums import fill_deal_sums
from crmbot.storage.engine import WRITE_OPTION
from crmbot.storage.search_index import rebuild_index


def reindex(engine: Engine) -> int:
    """In one transaction, so that nobody ever searches half an index; gives the number of names in it."""
    with engine.execution_options(**{WRITE_OPTION: True}).begin() as connection:
        rebuild_index(connection)
        fill_deal_sums(connection)
        return connection.scalar(select(func.count()).select_from(SearchName)) or 0
