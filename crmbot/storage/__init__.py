"""The database: engine, units of work, change recording, migrations."""
