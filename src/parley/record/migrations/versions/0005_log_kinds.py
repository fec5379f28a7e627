"""Find the rows of the log by their kind."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the index."""
    op.create_index(op.f("ix_log_kind"), "log", ["kind"], unique=False)
