"""What servers say of addresses; documents that point at others; what is restated and mended."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables and columns."""
    op.create_table(
        "fetches",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("fetched_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("url"),
    )
    op.create_table(
        "unfinished",
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("began", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("task"),
    )
    op.create_table(
        "restatements",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("document_id", sa.String(length=64), nullable=False),
        sa.Column("field", sa.String(length=16), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_restatements_document_id"), "restatements", ["document_id"], unique=False)
    op.add_column("publications", sa.Column("retracts", sa.Text(), nullable=True))
    op.add_column("publications", sa.Column("corrects", sa.Text(), nullable=True))
    op.add_column("publications", sa.Column("claimed", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("publications", sa.Column("recorded_until", sa.DateTime(), nullable=True))
    op.add_column("failures", sa.Column("mended_at", sa.DateTime(), nullable=True))
    op.execute(
        "UPDATE failures SET mended_at = (SELECT min(recorded_at) FROM publications"
        " WHERE ref = failures.place AND recorded_at > failures.recorded_at)"
    )
