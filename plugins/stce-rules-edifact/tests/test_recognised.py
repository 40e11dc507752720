"""The format is told by content, and hosts find the adapter."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from stce_rules_edifact import plugin

from stce_rules import Assessor
from stce_rules.core.declaration import Declaration
from stce_rules.intake.adapters import BUILT_IN, choose, read
from stce_rules.plugins import discover

HERE = Path(__file__).resolve().parent
EXPORT = HERE / "corpus" / "export" / "message.edi"


@pytest.mark.parametrize(
    ("head", "is_ours"),
    [
        (b"UNA:+.? 'UNB+UNOA:1", True),
        (b"UNA:+,? '\r\nUNG+CUSDEC", True),
        (b"UNB+UNOC:3+A+B", True),
        (b"UNB+KECA:1+A+B", True),
        (b"\xef\xbb\xbf \r\nUNH+1+CUSCAR:D:95B:UN'", True),
        (b"UNB,UNOA,amount\n", False),
        (b"UNA;UNB;UNH\n1;2;3\n", False),
        (b"UNH+1", False),
        (b"ISA*00*", False),
        (b'{"id": "UNB+UNOA:1"}', False),
        (b"<UNB+UNOA:1>", False),
        ("UNB+UNOA:1+A".encode("utf-16"), False),
        (b"", False),
    ],
)
def test_the_first_bytes_tell_the_format(head: bytes, is_ours: bool) -> None:
    """A service string, an interchange, or a message alone; never the name of the file."""
    (adapter,) = plugin.stce_adapters()
    assert adapter.recognises(head, "message.edi") is is_ours


def test_a_host_reads_and_judges_a_message() -> None:
    """The interchange is chosen among all formats, read, and judged by shipped rules, each reason with its source."""
    plugins = discover(extra=[plugin], entry_points=False)
    adapters = (*plugins.contributions.adapters, *BUILT_IN)
    assert choose(adapters, EXPORT.read_bytes()[:4096], "anything.txt").name == "edifact"
    (declaration,) = read(EXPORT, adapters=adapters)
    assert isinstance(declaration, Declaration)
    with Assessor.from_rulesets("chemicals", plugins=plugins) as assessor:
        assessment = assessor.assess(declaration)
    assert assessment.declaration == "26XX0417"
    sources = {evidence.where.source for hit in assessment.hits for evidence in hit.evidence if evidence.where}
    assert "message 1, segment 41 PIA, C212.7140" in sources


@pytest.mark.slow
@pytest.mark.xdist_group("wheel")
def test_the_wheel_holds_the_mapping_table(tmp_path: Path) -> None:
    """What is installed is whole."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(tmp_path), str(HERE.parent)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {"stce_rules_edifact/data/mapping.csv", "stce_rules_edifact/py.typed"} <= set(names)
