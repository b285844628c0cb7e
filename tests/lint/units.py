"""Holds the systemd units to systemd's own judgement: `systemd-analyze verify` says nothing, and the exposure level of
`systemd-analyze security --offline` is at most what is promised.

    units.py ROOT

Skipped (77) where there is no systemd-analyze of version 250 or newer.
"""
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SKIPPED = 77
MOST_EXPOSED = {"trawl.service": 1.2, "trawl-httpd.service": 1.1}


def analyze(*words):
    return subprocess.run(["systemd-analyze", *map(str, words)], capture_output=True, text=True, check=False,
                          env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "SYSTEMD_LOG_LEVEL": "warning"})


def exposure(unit):
    said = analyze("security", "--offline=true", unit)
    found = re.search(r"exposure level for \S+: ([0-9.]+)", said.stdout)
    return float(found[1]) if found else None, said


def faults_of(unit):
    """What verify says of the unit, whose programs need not be installed here."""
    with tempfile.TemporaryDirectory() as folder:
        for each in (*unit.parent.glob("*.service"), *unit.parent.glob("*.socket")):
            text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", each.read_text(), flags=re.M)
            Path(folder, each.name).write_text(text)
        said = analyze("verify", "--man=no", Path(folder, unit.name))
        lines = (said.stdout + said.stderr).splitlines()
        return [line for line in lines if unit.name in line]   # others are about the machine's own units


def main(root):
    if not shutil.which("systemd-analyze"):
        print("skipped: there is no systemd-analyze")
        return SKIPPED
    failed = False
    services = sorted((root / "systemd").glob("*.service"))
    assert {unit.name for unit in services} == set(MOST_EXPOSED), "each service has its limit here"
    for unit in sorted((root / "systemd").glob("*.socket")):
        for fault in faults_of(unit):
            print(fault)
            failed = True
    for unit in services:
        level, said = exposure(unit)
        if level is None and "unrecognized option" in said.stderr:
            print("skipped: this systemd-analyze cannot judge offline")
            return SKIPPED
        faults = faults_of(unit)
        for fault in faults:
            print(fault)
        print(f"{unit.name}: exposure {level}, at most {MOST_EXPOSED[unit.name]}")
        failed |= bool(faults) or level is None or level > MOST_EXPOSED[unit.name]
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
