import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("protection", "0001_agreements_deny_lists_break_glass"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LapseLetter",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("threshold", models.PositiveSmallIntegerField()),
                ("last_day", models.DateField()),
                ("on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "terms",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="protection.terms",
                    ),
                ),
            ],
            options={
                "verbose_name": "letter about a lapse",
                "verbose_name_plural": "letters about lapses",
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("terms", "person", "threshold", "last_day"), name="warned_of_a_lapse_once"
                    )
                ],
            },
        ),
    ]
