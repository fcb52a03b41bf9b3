"""The queue of report jobs on PostgreSQL: the tables and functions of procrastinate, as the installed version ships them.

SQLite has no queue of its own: there the rows of ``report_job`` are looked through by local worker processes. A later version of
procrastinate that changes its schema gets a migration here, which looks at what stands there before it applies procrastinate's own.
"""

from __future__ import annotations

from typing import Any

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Run procrastinate's schema, in the transaction of the migration."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        from procrastinate.schema import SchemaManager

        driver: Any = connection.connection.driver_connection
        driver.execute(SchemaManager.get_schema())
