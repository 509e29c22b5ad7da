"""A worker that is killed in the midst of a job: another takes it up, and its effect happens once. Real processes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
PROLOGUE = """
import sys, time
from datetime import timedelta
from pathlib import Path
from frith.website.starting import start, prepare_database
start()
prepare_database()
from frith.guard import wall_clock
from frith.guard.access.services import install_operator
from frith.guard.access.queries import acting_as
from frith.guard.acting import Channel
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.models import AuditEvent
from frith.guard.jobs import services
from frith.guard.jobs.kinds import Kind, register
from frith.guard.jobs.models import Job, Run
from frith.guard.jobs.working import name_of_worker, work_on_one

begun = Path(sys.argv[1])

def do(by, job, parameters, tell):
    services.once(by=by, job=job, name="counted", event=event_by(by, Act.COMPUTED, "probe", job.pk))
    tell("Counted once")
    with begun.open("a") as file:
        file.write("begun\\n")
    while begun.read_text().count("begun") == 1:
        time.sleep(0.05)
        tell("Still at it")
    return "/done/"

register(Kind("probe", lambda by, parameters: None, do))
"""
ASK_AND_WORK = """
at = wall_clock.now()
by = acting_as(install_operator(at=at), at=at, standing_at=None, channel=Channel.COMMAND_LINE)
from uuid import uuid4
services.ask_for(by=by, kind="probe", title="A probe", parameters={}, key=uuid4())
work_on_one(name_of_worker(), clock=wall_clock.now, standing_at=None)
"""
TAKE_UP = """
now = wall_clock.now
assert not work_on_one("too soon", clock=now, standing_at=None), "the lease of the dead still holds"
assert work_on_one("another", clock=lambda: now() + timedelta(minutes=1), standing_at=None)
run = Run.objects.get()
print(run.state, run.attempts, run.result, AuditEvent.objects.filter(subject_type="probe").count())
"""


def run_code(code: str, begun: Path, environment: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PROLOGUE + code, str(begun)]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_a_killed_workers_job_is_taken_up_and_its_effect_happens_once(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    environment = {
        **os.environ,
        "FRITH_VAR": str(tmp_path / "var"),
        "FRITH_SECRET_KEY": "s" * 48,
        "FRITH_AUDIT_KEY": "a" * 48,
        "FRITH_FIELD_KEYS": "f" * 48,
    }
    environment.pop("DATABASE_URL", None)
    worker = run_code(ASK_AND_WORK, begun, environment)
    deadline = time.monotonic() + 60
    while not begun.exists():
        assert worker.poll() is None, worker.communicate()[1]
        assert time.monotonic() < deadline, "the work did not begin"
        time.sleep(0.1)
    worker.send_signal(signal.SIGKILL)
    worker.communicate()
    assert worker.returncode == -signal.SIGKILL
    said, trouble = run_code(TAKE_UP, begun, environment).communicate(timeout=60)
    assert said.split() == ["done", "2", "/done/", "1"], trouble
