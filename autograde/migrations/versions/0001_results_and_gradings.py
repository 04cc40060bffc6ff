"""Results and gradings."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "results",
        sa.Column("submission_digest", sa.String(64), primary_key=True),
        sa.Column("suite_digest", sa.String(64), primary_key=True),
        sa.Column("environment_digest", sa.String(64), primary_key=True),
        sa.Column("isolation", sa.String(16), primary_key=True),
        sa.Column("record", sa.LargeBinary, nullable=False),
        sa.Column("host", sa.String(255), nullable=False),
        sa.Column("graded_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "gradings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("assignment", sa.String(255), nullable=False),
        sa.Column("submission", sa.String(255), nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("submission_digest", sa.String(64), nullable=False),
        sa.Column("suite_digest", sa.String(64), nullable=False),
        sa.Column("environment_digest", sa.String(64), nullable=False),
        sa.Column("isolation", sa.String(16), nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("gradings_by_submission", "gradings", ["assignment", "submission"])


def downgrade() -> None:
    op.drop_table("gradings")
    op.drop_table("results")
