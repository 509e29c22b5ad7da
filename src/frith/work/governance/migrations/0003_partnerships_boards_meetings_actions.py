import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0004_member_and_councillor"),
        ("governance", "0002_truly_recorded"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("lock", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("position", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=160)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("decide", "To decide"),
                            ("discuss", "To discuss"),
                            ("note", "To note"),
                            ("theme", "Theme of a workshop"),
                        ],
                        default="discuss",
                        max_length=10,
                    ),
                ),
                ("presenter", models.CharField(blank=True, max_length=120)),
                ("minutes_planned", models.PositiveIntegerField(default=10)),
                (
                    "exempt",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Open to the public"),
                            ("1", "Paragraph 1: about an individual"),
                            ("2", "Paragraph 2: likely to reveal who an individual is"),
                            ("3", "Paragraph 3: financial or business affairs"),
                            ("4", "Paragraph 4: labour relations"),
                            ("5", "Paragraph 5: legal privilege"),
                            ("6", "Paragraph 6: a notice or order that is proposed"),
                            ("7", "Paragraph 7: preventing, investigating or prosecuting crime"),
                        ],
                        max_length=2,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Minute",
            fields=[
                ("lock", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="minute",
                        serialize=False,
                        to="governance.agendaitem",
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("taken_by", models.UUIDField()),
                ("saved_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Board",
            fields=[
                ("lock", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("strategic", "Strategic board"),
                            ("executive", "Executive group"),
                            ("delivery", "Delivery group"),
                            ("task", "Task group"),
                            ("contest", "CONTEST group"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "strand",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("prevent", "Prevent"),
                            ("pursue", "Pursue"),
                            ("protect", "Protect"),
                            ("prepare", "Prepare"),
                        ],
                        max_length=10,
                    ),
                ),
                ("sealed", models.BooleanField(default=False)),
                ("starts", models.DateField()),
                ("ends", models.DateField(blank=True, null=True)),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="governance.board",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Action",
            fields=[
                ("lock", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.PositiveIntegerField()),
                ("words", models.TextField()),
                ("given_on", models.DateField()),
                ("due_on", models.DateField()),
                ("first_due_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("done", "Done"),
                            ("circumstances-changed", "Not needed: circumstances changed"),
                            ("not-done", "Not done"),
                        ],
                        default="open",
                        max_length=24,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("closed_on", models.DateField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.agency"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="governance.agendaitem",
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="governance.board",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BoardMember",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "capacity",
                    models.CharField(
                        choices=[
                            ("chair", "Chair"),
                            ("vice-chair", "Vice-chair"),
                            ("secretary", "Secretary"),
                            ("member", "Member"),
                            ("deputy", "Deputy"),
                            ("adviser", "Adviser"),
                            ("ctsa", "Counter-terrorism security adviser"),
                        ],
                        max_length=12,
                    ),
                ),
                ("starts", models.DateField()),
                ("ends", models.DateField(blank=True, null=True)),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="governance.board",
                    ),
                ),
                (
                    "deputy_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deputies",
                        to="governance.boardmember",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField()),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="governance.board",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="governance.agendaitem",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="governance.decision",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Evidence",
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
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="governance.decision",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ItemPaper",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[("paper", "Issued paper"), ("assessment", "Assessment")], max_length=12
                    ),
                ),
                ("reference", models.CharField(max_length=120)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="governance.agendaitem",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("lock", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("meeting", "Meeting"),
                            ("workshop", "Workshop"),
                            ("public", "Public meeting"),
                        ],
                        default="meeting",
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=160)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("place", models.CharField(max_length=160)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("agenda-sent", "Agenda sent"),
                            ("held", "Held, minutes not agreed"),
                            ("agreed", "Minutes agreed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=12,
                    ),
                ),
                ("publicised_before", models.CharField(blank=True, max_length=200)),
                ("publicised_after", models.CharField(blank=True, max_length=200)),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="governance.board",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Conflict",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=120)),
                ("nature", models.TextField()),
                ("left", models.BooleanField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conflicts",
                        to="governance.agendaitem",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conflicts",
                        to="governance.meeting",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(blank=True, max_length=120)),
                (
                    "came",
                    models.CharField(
                        choices=[
                            ("present", "Present"),
                            ("deputy", "Represented by a deputy"),
                            ("apologies", "Sent apologies"),
                            ("absent", "Absent without apologies"),
                        ],
                        max_length=10,
                    ),
                ),
                ("senior", models.BooleanField(default=False)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.agency"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance",
                        to="governance.meeting",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgreedMinutes",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("edition", models.PositiveIntegerField()),
                ("whole", models.TextField()),
                ("public", models.TextField(blank=True)),
                ("agreed_at", models.DateTimeField()),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreed",
                        to="governance.meeting",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="items", to="governance.meeting"
            ),
        ),
        migrations.CreateModel(
            name="Partnership",
            fields=[
                ("lock", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=160, unique=True)),
                ("short_name", models.CharField(max_length=40)),
                ("starts", models.DateField()),
                ("ends", models.DateField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends__isnull", True), ("ends__gte", models.F("starts")), _connector="OR"
                        ),
                        name="partnership_not_backwards",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="board",
            name="partnership",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="boards",
                to="governance.partnership",
            ),
        ),
        migrations.CreateModel(
            name="AgencyPart",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("responsible-authority", "Responsible authority (section 5(1))"),
                            ("local-policing-body", "Local policing body (not a responsible authority)"),
                            ("co-operating-body", "Co-operating body (section 5(2))"),
                            ("participating-body", "Participating body (section 5(3))"),
                            ("provider", "Provider of a commissioned service"),
                            ("other", "Other body that takes part"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("council", "The council"),
                            ("police", "The chief officer of police"),
                            ("fire", "The fire and rescue authority"),
                            ("health", "The health body"),
                            ("probation", "Each provider of probation services"),
                        ],
                        max_length=20,
                    ),
                ),
                ("starts", models.DateField()),
                ("ends", models.DateField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="access.agency"
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="governance.agencypart",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="governance.partnership",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PartnershipArea",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("area", models.CharField(max_length=20)),
                ("area_name", models.CharField(max_length=120)),
                ("starts", models.DateField()),
                ("ends", models.DateField(blank=True, null=True)),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="areas",
                        to="governance.partnership",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("words", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("done", "Done"),
                            ("circumstances-changed", "Not needed: circumstances changed"),
                            ("not-done", "Not done"),
                        ],
                        max_length=24,
                    ),
                ),
                ("due_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField()),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress",
                        to="governance.action",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "progress",
            },
        ),
        migrations.CreateModel(
            name="ReportingLine",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("starts", models.DateField()),
                ("ends", models.DateField(blank=True, null=True)),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="governance.board",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reported_by",
                        to="governance.board",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TermsOfReference",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("edition", models.PositiveIntegerField()),
                ("purpose", models.TextField()),
                ("membership", models.TextField(blank=True)),
                ("meets", models.CharField(max_length=120)),
                ("quorum", models.PositiveIntegerField()),
                ("quorum_authorities", models.PositiveIntegerField(default=0)),
                ("agreed_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="governance.board",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(fields=["state", "due_on"], name="action_by_due"),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(fields=["agency", "state"], name="action_by_agency"),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.UniqueConstraint(fields=("board", "number"), name="action_number_once"),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_on__isnull", True), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("closed_on__isnull", False)),
                    _connector="OR",
                ),
                name="closed_action_has_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["open", "done"]), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="undone_action_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="boardmember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends__isnull", True), ("ends__gte", models.F("starts")), _connector="OR"
                ),
                name="seat_not_backwards",
            ),
        ),
        migrations.AddConstraint(
            model_name="boardmember",
            constraint=models.UniqueConstraint(fields=("board", "person", "starts"), name="seat_once"),
        ),
        migrations.AddConstraint(
            model_name="boardmember",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity", "deputy"), ("deputy_for__isnull", True), _connector="OR"),
                name="deputy_for_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(fields=("board", "number"), name="decision_number_once"),
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(fields=["kind", "reference"], name="evidence_by_reference"),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(
                fields=("decision", "kind", "source", "reference"), name="evidence_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="itempaper",
            constraint=models.UniqueConstraint(fields=("item", "kind", "reference"), name="item_paper_once"),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(fields=["board", "starts_at"], name="meeting_by_board"),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="meeting_not_backwards"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(fields=("meeting", "agency", "name"), name="attended_once"),
        ),
        migrations.AddConstraint(
            model_name="agreedminutes",
            constraint=models.UniqueConstraint(fields=("meeting", "edition"), name="agreed_edition_once"),
        ),
        migrations.AddConstraint(
            model_name="board",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends__isnull", True), ("ends__gte", models.F("starts")), _connector="OR"
                ),
                name="board_not_backwards",
            ),
        ),
        migrations.AddConstraint(
            model_name="board",
            constraint=models.UniqueConstraint(fields=("partnership", "name", "starts"), name="board_once"),
        ),
        migrations.AddConstraint(
            model_name="board",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "contest"), ("sealed", True), models.Q(("strand", ""), _negated=True)),
                    models.Q(models.Q(("kind", "contest"), _negated=True), ("strand", "")),
                    _connector="OR",
                ),
                name="contest_has_one_strand_and_is_sealed",
            ),
        ),
        migrations.AddConstraint(
            model_name="agencypart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends__isnull", True), ("ends__gte", models.F("starts")), _connector="OR"
                ),
                name="agency_part_not_backwards",
            ),
        ),
        migrations.AddConstraint(
            model_name="agencypart",
            constraint=models.UniqueConstraint(
                fields=("partnership", "agency", "starts"), name="agency_part_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="agencypart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", "responsible-authority"), models.Q(("kind", ""), _negated=True)),
                    models.Q(models.Q(("role", "responsible-authority"), _negated=True), ("kind", "")),
                    _connector="OR",
                ),
                name="authority_says_its_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnershiparea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends__isnull", True), ("ends__gte", models.F("starts")), _connector="OR"
                ),
                name="partnership_area_not_backwards",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnershiparea",
            constraint=models.UniqueConstraint(
                fields=("partnership", "area", "starts"), name="partnership_area_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="reportingline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends__isnull", True), ("ends__gte", models.F("starts")), _connector="OR"
                ),
                name="line_not_backwards",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportingline",
            constraint=models.UniqueConstraint(fields=("board", "to", "starts"), name="line_once"),
        ),
        migrations.AddConstraint(
            model_name="reportingline",
            constraint=models.CheckConstraint(
                condition=models.Q(("board", models.F("to")), _negated=True), name="reports_to_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="termsofreference",
            constraint=models.UniqueConstraint(fields=("board", "edition"), name="terms_edition_once"),
        ),
        migrations.AddConstraint(
            model_name="termsofreference",
            constraint=models.CheckConstraint(condition=models.Q(("quorum__gte", 1)), name="quorum_from_one"),
        ),
    ]
