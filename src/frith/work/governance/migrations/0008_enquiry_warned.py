from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0007_enquiries"),
    ]

    operations = [
        migrations.AddField(
            model_name="enquirylink",
            name="warned_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
