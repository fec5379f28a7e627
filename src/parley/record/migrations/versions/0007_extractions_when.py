"""When each extraction was recorded, so that it is sealed like every other row; null for those made before."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column."""
    op.add_column("extractions", sa.Column("recorded_at", sa.DateTime(), nullable=True))
