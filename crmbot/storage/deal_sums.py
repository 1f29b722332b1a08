"""The triggers that keep `crmbot.domain.records.sums`, and filling it from the deals."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

_KEYS = ("state", "stage", "owner", "source", "grade", "currency")
_SUMS = ("deals", "cents", "by_stage", "weighted")
_READ = (*_KEYS, "amount", "probability", "chance")  # the columns of a deal that count
_COLUMNS = ", ".join((*_KEYS, *_SUMS))


def create_deal_sums(connection: Connection) -> None:
    """The triggers on the deals, and the sums of those that are there."""
    statements = _sqlite() if connection.dialect.name == "sqlite" else _postgresql()
    for statement in statements:
        connection.exec_driver_sql(statement)
    fill_deal_sums(connection)


def fill_deal_sums(connection: Connection) -> None:
    """Make all sums again from the deals."""
    keys, sums = _keys(""), _sums("", 1)
    added = ", ".join(f"SUM({one})" for one in sums)
    empty = "DELETE FROM" if connection.dialect.name == "sqlite" else "TRUNCATE"
    connection.exec_driver_sql(f"{empty} deal_sums")
    connection.exec_driver_sql(
        f"INSERT INTO deal_sums ({_COLUMNS}) SELECT {', '.join(keys)}, {added} FROM deals GROUP BY 1, 2, 3, 4, 5, 6"  # noqa: S608 (names of our own)
    )


def _keys(row: str) -> list[str]:
    return [f"COALESCE({row}{key}, '')" for key in _KEYS]


def _sums(row: str, sign: int) -> list[str]:
    """What one deal adds to its sums, or takes from them."""
    amount, chance = f"COALESCE({row}amount, 0)", f"COALESCE({row}probability, {row}chance)"
    weighted = f"COALESCE({amount} * {chance}, 0)"
    by_stage = f"CASE WHEN {chance} IS NULL THEN {amount} ELSE 0 END"
    return [f"{sign}", f"{sign} * {amount}", f"{sign} * {by_stage}", f"{sign} * {weighted}"]


def _sqlite() -> Iterator[str]:
    """One writer at a time: the rows are changed where they stand."""
    yield f"CREATE UNIQUE INDEX uq_deal_sums ON deal_sums ({', '.join(_KEYS)})"
    both = f"{_upsert('old.', -1)} {_upsert('new.', 1)} {_tidy()}"
    yield f"CREATE TRIGGER deal_sums_added AFTER INSERT ON deals BEGIN {_upsert('new.', 1)} END"
    yield f"CREATE TRIGGER deal_sums_removed AFTER DELETE ON deals BEGIN {_upsert('old.', -1)} {_tidy()} END"
    yield f"CREATE TRIGGER deal_sums_changed AFTER UPDATE OF {', '.join(_READ)} ON deals BEGIN {both} END"


def _upsert(row: str, sign: int) -> str:
    values = ", ".join((*_keys(row), *_sums(row, sign)))
    added = ", ".join(f"{name} = {name} + excluded.{name}" for name in _SUMS)
    return f"INSERT INTO deal_sums ({_COLUMNS}) VALUES ({values}) ON CONFLICT DO UPDATE SET {added};"  # noqa: S608


def _tidy() -> str:
    same = " AND ".join(f"{key} = COALESCE(old.{key}, '')" for key in _KEYS)
    return f"DELETE FROM deal_sums WHERE deals = 0 AND {same};"  # noqa: S608


def _postgresql() -> Iterator[str]:
    """Rows are only added; where there are several of a kind they are added up now and then, by one at a time."""
    added = f"INSERT INTO deal_sums ({_COLUMNS}) VALUES"
    new = f"{added} ({', '.join((*_keys('NEW.'), *_sums('NEW.', 1)))});"
    old = f"{added} ({', '.join((*_keys('OLD.'), *_sums('OLD.', -1)))});"
    keys, total = ", ".join(_KEYS), ", ".join(f"SUM({name})" for name in _SUMS)
    yield f"""
        CREATE FUNCTION count_deal() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF TG_OP <> 'INSERT' THEN {old} END IF;
            IF TG_OP <> 'DELETE' THEN {new} END IF;
            IF random() < 0.002 AND pg_try_advisory_xact_lock(4072003) THEN
                WITH many AS (SELECT {keys} FROM deal_sums GROUP BY {keys} HAVING COUNT(*) > 3),
                gone AS (DELETE FROM deal_sums WHERE ({keys}) IN (SELECT * FROM many) RETURNING *)
                INSERT INTO deal_sums ({_COLUMNS}) SELECT {keys}, {total} FROM gone GROUP BY {keys} HAVING SUM(deals) <> 0;
            END IF;
            RETURN NULL;
        END $$"""  # noqa: S608
    yield "CREATE TRIGGER deal_sums_counted AFTER INSERT OR DELETE ON deals FOR EACH ROW EXECUTE FUNCTION count_deal()"
    changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in _READ)
    yield (
        f"CREATE TRIGGER deal_sums_changed AFTER UPDATE ON deals FOR EACH ROW WHEN ({changed}) "
        "EXECUTE FUNCTION count_deal()"
    )
