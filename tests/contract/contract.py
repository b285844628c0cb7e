"""contract.py validate | proxy: skips when the modules are not there, else judges (see CMakeLists.txt)."""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODULES = Path(os.environ.get("TRAWL_CONTRACT_MODULES", "/nonexistent"))
HTTPD = Path(os.environ["TRAWL_BUILD"]) / "bin" / "trawl-httpd"
SKIPPED = 77


def validate():
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "openapi.json"
        document.write_bytes(subprocess.run([HTTPD, "--dump-openapi"], capture_output=True, check=True).stdout)
        return subprocess.run(["node", HERE / "validate.mjs", document], check=False).returncode


# Not http_fuzz, whose bodies that are no JSON the proxy answers itself, nor the tests of streams and of raw bytes.
THROUGH_THE_PROXY = ("http", "http_auth", "web_code", "metrics")


def proxy():
    """The HTTP tests with every request passing the proxy."""
    prism = MODULES / "@stoplight" / "prism-cli" / "dist" / "index.js"
    return max(subprocess.run([sys.executable, HERE.parent / "e2e" / f"{test}_test.py"], check=False,
                              env={**os.environ, "TRAWL_PRISM": str(prism)}).returncode for test in THROUGH_THE_PROXY)


def main():
    for needed in (MODULES / "@stoplight", HTTPD):
        if not needed.exists():
            print(f"skipped: {needed} is not there")
            return SKIPPED
    return {"validate": validate, "proxy": proxy}[sys.argv[1]]()


if __name__ == "__main__":
    sys.exit(main())
