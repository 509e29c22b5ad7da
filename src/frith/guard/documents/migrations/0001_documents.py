import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("record_type", models.CharField(max_length=60)),
                ("record", models.UUIDField()),
                ("kind", models.CharField(max_length=10)),
                ("size", models.PositiveBigIntegerField()),
                ("pieces_held", models.PositiveIntegerField()),
                ("encrypted_name", models.BinaryField()),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("wrapped_key", models.TextField(blank=True)),
                ("kept_at", models.DateTimeField()),
                ("kept_by", models.UUIDField()),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
                ("erased_by_rule", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["record_type", "record", "kept_at"], name="document_by_record")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("erased_at__isnull", True),
                                models.Q(("wrapped_key", ""), _negated=True),
                                models.Q(("digest", ""), _negated=True),
                            ),
                            models.Q(
                                ("digest", ""),
                                ("erased_at__isnull", False),
                                ("wrapped_key", ""),
                                models.Q(("erased_by_rule", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="erased_document_has_no_key",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Piece",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pieces",
                        to="documents.document",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("document", "number"), name="piece_once")],
            },
        ),
    ]
