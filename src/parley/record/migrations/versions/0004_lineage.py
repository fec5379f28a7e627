"""Relations between documents, and people's decisions on what folds."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "relations",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("a", sa.String(length=64), nullable=False),
        sa.Column("b", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("tracer", sa.String(length=16), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_until", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["a"], ["documents.id"]),
        sa.ForeignKeyConstraint(["b"], ["documents.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_relations_a"), "relations", ["a"], unique=False)
    op.create_index(op.f("ix_relations_b"), "relations", ["b"], unique=False)
    op.create_table(
        "fold_decisions",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("a", sa.String(length=64), nullable=False),
        sa.Column("b", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=8), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["a"], ["documents.id"]),
        sa.ForeignKeyConstraint(["b"], ["documents.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
