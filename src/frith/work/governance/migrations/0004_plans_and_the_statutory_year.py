import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_second_factor"),
        ("governance", "0003_partnerships_boards_meetings_actions"),
        ("performance", "0002_truly_recorded"),
    ]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="public",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="Consultation",
            fields=[
                ("lock", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("title", models.CharField(max_length=160)),
                ("starts", models.DateField()),
                ("ends", models.DateField()),
                ("method", models.CharField(max_length=200)),
                ("who", models.TextField()),
                ("asked", models.PositiveIntegerField(blank=True, null=True)),
                ("answered", models.PositiveIntegerField()),
                ("weighting", models.TextField(blank=True)),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="governance.partnership",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Concern",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("area_name", models.CharField(max_length=120)),
                ("rank", models.PositiveIntegerField()),
                ("words", models.CharField(max_length=160)),
                ("named_by", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="concerns",
                        to="governance.consultation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DutyRecord",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("year", models.PositiveIntegerField()),
                (
                    "duty",
                    models.CharField(
                        choices=[
                            (
                                "spend",
                                "The spending of partnership monies was reviewed for economy, efficiency and effectiveness",
                            ),
                            (
                                "considered-authorities",
                                "Information from the responsible authorities was considered",
                            ),
                            (
                                "considered-others",
                                "Information from co-operating and participating bodies was considered",
                            ),
                            (
                                "considered-scrutiny",
                                "Information from the crime and disorder committee was considered",
                            ),
                            ("why", "The assessment says why levels of crime and disorder changed"),
                            ("dispatch", "A copy of the plan was sent to the local policing body"),
                            (
                                "scrutiny",
                                "The crime and disorder committee met for that purpose at least once in twelve months",
                            ),
                        ],
                        max_length=30,
                    ),
                ),
                ("words", models.TextField()),
                ("done_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField()),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duty_records",
                        to="governance.partnership",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InformationRequest",
            fields=[
                ("lock", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("committee", models.CharField(max_length=160)),
                ("words", models.TextField()),
                ("asked_on", models.DateField()),
                ("answer_by", models.DateField()),
                ("answered_on", models.DateField(blank=True, null=True)),
                ("answer", models.TextField(blank=True)),
                ("depersonalised", models.BooleanField(default=True)),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="information_requests",
                        to="governance.partnership",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("lock", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("title", models.CharField(max_length=160)),
                ("first_year", models.PositiveIntegerField()),
                ("last_year", models.PositiveIntegerField()),
                ("strategy", models.TextField()),
                ("resources", models.TextField(blank=True)),
                ("community", models.TextField(blank=True)),
                ("agreed_on", models.DateField(blank=True, null=True)),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.decision",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="governance.partnership",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Priority",
            fields=[
                ("lock", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("title", models.CharField(max_length=160)),
                ("aim", models.TextField()),
                ("success", models.TextField(blank=True)),
                (
                    "board",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="priorities",
                        to="governance.board",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.agency"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="priorities",
                        to="governance.partnership",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "priorities",
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="performance.indicator",
                    ),
                ),
                (
                    "priority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="governance.priority",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PriorityChange",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("added", "Added"),
                            ("kept", "Kept"),
                            ("changed", "Changed"),
                            ("dropped", "Dropped"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField()),
                ("on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.decision",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="governance.plan",
                    ),
                ),
                (
                    "priority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="governance.priority",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PublishedSummary",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.PositiveIntegerField()),
                ("document", models.TextField()),
                ("published_on", models.DateField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="summaries",
                        to="governance.plan",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "published summaries",
            },
        ),
        migrations.CreateModel(
            name="Reason",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(choices=[("finding", "Finding"), ("figure", "Figure")], max_length=10),
                ),
                ("source", models.CharField(blank=True, max_length=120)),
                ("reference", models.CharField(max_length=120)),
                ("edition", models.PositiveIntegerField(default=1)),
                ("words", models.TextField()),
                ("public", models.BooleanField(default=False)),
                (
                    "priority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reasons",
                        to="governance.priority",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                ("lock", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("committee", models.CharField(max_length=160)),
                ("words", models.TextField()),
                ("reported_on", models.DateField()),
                ("answer_by", models.DateField()),
                ("answered_on", models.DateField(blank=True, null=True)),
                (
                    "response",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not answered yet"),
                            ("accepted", "Accepted"),
                            ("in-part", "Accepted in part"),
                            ("rejected", "Not accepted"),
                        ],
                        max_length=10,
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="governance.partnership",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("lock", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("words", models.TextField()),
                ("due_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not-begun", "Not begun"),
                            ("under-way", "Under way"),
                            ("done", "Done"),
                            ("not-done", "Not done"),
                        ],
                        default="not-begun",
                        max_length=10,
                    ),
                ),
                ("said", models.TextField(blank=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.agency"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="governance.plan",
                    ),
                ),
                (
                    "priority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="governance.priority",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends__gte", models.F("starts"))), name="consultation_not_backwards"
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("asked__isnull", True), ("answered__lte", models.F("asked")), _connector="OR"
                ),
                name="no_more_answers_than_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="concern",
            constraint=models.UniqueConstraint(
                fields=("consultation", "area_name", "rank"), name="concern_rank_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="informationrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer_by__gte", models.F("asked_on"))), name="request_not_backwards"
            ),
        ),
        migrations.AddConstraint(
            model_name="informationrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered_on__isnull", True), models.Q(("answer", ""), _negated=True), _connector="OR"
                ),
                name="answered_request_has_its_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_year__gte", models.F("first_year"))), name="plan_not_backwards"
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                fields=("partnership", "title", "first_year"), name="plan_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="priority",
            constraint=models.UniqueConstraint(fields=("partnership", "title"), name="priority_once"),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.UniqueConstraint(fields=("priority", "indicator"), name="measure_once"),
        ),
        migrations.AddConstraint(
            model_name="prioritychange",
            constraint=models.UniqueConstraint(fields=("priority", "number"), name="priority_change_once"),
        ),
        migrations.AddConstraint(
            model_name="publishedsummary",
            constraint=models.UniqueConstraint(fields=("plan", "number"), name="summary_once"),
        ),
        migrations.AddConstraint(
            model_name="reason",
            constraint=models.UniqueConstraint(
                fields=("priority", "kind", "source", "reference"), name="reason_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_on__isnull", True), ("response", "")),
                    models.Q(
                        ("answered_on__isnull", False),
                        models.Q(("response", ""), _negated=True),
                        models.Q(("answer", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="answered_recommendation_has_its_answer",
            ),
        ),
    ]
