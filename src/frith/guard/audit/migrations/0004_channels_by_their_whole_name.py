from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_sign_in_locked"),
    ]

    operations = [
        migrations.AlterField(
            model_name="auditevent",
            name="channel",
            field=models.CharField(
                choices=[
                    ("site", "site"),
                    ("command line", "command line"),
                    ("demonstration", "demonstration"),
                    ("interface for programs", "interface for programs"),
                    ("link sent by e-mail", "link sent by e-mail"),
                ],
                max_length=40,
            ),
        ),
    ]
