from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0004_channels_by_their_whole_name"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["act", "id"], name="audit_by_act"),
        ),
    ]
