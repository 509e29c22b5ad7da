"""Every fault code in the program stands in docs/reference/errors.md, with what it means and what to do."""

import re
from pathlib import Path

PROJECT = Path(__file__).parents[2]
CODE = re.compile(r"""(?:Fault|fault|Refused|_fault)\(\s*(?:code=)?"([a-z0-9-]+\.[a-z0-9.-]+)\"""")


def test_every_fault_code_is_explained() -> None:
    used = {
        code
        for path in sorted((PROJECT / "src").rglob("*.py"))
        for code in CODE.findall(path.read_text(encoding="utf-8"))
    }
    assert len(used) > 50
    explained = (PROJECT / "docs/reference/errors.md").read_text(encoding="utf-8")
    assert sorted(code for code in used if f"`{code}`" not in explained) == []
