"""Assessments are found by the entry that they rest on."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the index."""
    name = op.f("ix_assessment_revisions_entry_id")
    op.create_index(name, "assessment_revisions", ["entry_id"], unique=False)
