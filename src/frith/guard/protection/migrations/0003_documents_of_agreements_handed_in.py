from typing import Any

from django.db import migrations, models
from django.db.models import F, Value
from django.db.models.functions import Concat


def say_where_files_are(apps: Any, schema_editor: Any) -> None:
    """Say of each file that was kept in the state folder that it is there: files from now on are in the database."""
    kept = apps.get_model("protection", "AgreementDocument").objects.exclude(digest="")
    place = Concat(F("file_name"), Value(", in the state folder as protection/documents/"), F("digest"))
    kept.filter(reference="").update(reference=place)
    kept.exclude(reference__endswith=F("digest")).update(reference=Concat(F("reference"), Value("; "), place))


def say_where_documents_are(apps: Any, schema_editor: Any) -> None:
    """Say of each document that was handed in under which key it is, since the older version cannot hand it over."""
    handed_in = apps.get_model("protection", "AgreementDocument").objects.filter(reference="")
    for each in handed_in.exclude(document=None):
        handed_in.filter(pk=each.pk).update(reference=f"document {each.document}")


class Migration(migrations.Migration):
    dependencies = [
        ("protection", "0002_letters_about_lapses"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="agreementdocument",
            name="document_is_somewhere",
        ),
        migrations.AlterField(
            model_name="agreementdocument",
            name="reference",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.RunPython(say_where_files_are, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="agreementdocument",
            name="digest",
        ),
        migrations.RemoveField(
            model_name="agreementdocument",
            name="file_name",
        ),
        migrations.AddField(
            model_name="agreementdocument",
            name="document",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.RunPython(migrations.RunPython.noop, say_where_documents_are),
        migrations.AddConstraint(
            model_name="agreementdocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reference", ""), _negated=True), ("document__isnull", False), _connector="OR"
                ),
                name="document_is_somewhere",
            ),
        ),
    ]
