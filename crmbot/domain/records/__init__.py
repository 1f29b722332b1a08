"""The records: SQLAlchemy classes on one Base, a file per aggregate."""
