"""People's decisions on whether two entries tell of one event."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "same_event_decisions",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("a", sa.String(length=36), nullable=False),
        sa.Column("b", sa.String(length=36), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["a"], ["entries.id"]),
        sa.ForeignKeyConstraint(["b"], ["entries.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_same_event_decisions_a"), "same_event_decisions", ["a"], unique=False)
    op.create_index(op.f("ix_same_event_decisions_b"), "same_event_decisions", ["b"], unique=False)
