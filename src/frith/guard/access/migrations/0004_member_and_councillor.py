from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_analyst"),
    ]

    operations = [
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("member", "member"),
                    ("councillor", "councillor"),
                    ("analyst", "analyst"),
                    ("caseworker", "caseworker"),
                    ("commissioner", "commissioner"),
                    ("partnership-officer", "partnership officer"),
                    ("data-protection-officer", "data-protection officer"),
                    ("administrator", "administrator"),
                    ("operator", "operator"),
                ],
                max_length=40,
            ),
        ),
    ]
