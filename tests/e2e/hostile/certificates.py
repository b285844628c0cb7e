"""Certificates good and bad, made by the openssl command in a folder of the test."""
import shutil
import ssl
import subprocess
import warnings
from datetime import datetime, timedelta, timezone

KINDS = ("good", "expired", "future", "other_host", "self_signed", "untrusted", "common_name", "weak_key", "tls_1_0")
HOSTS = "DNS:*.hostile.example"


def available():
    return shutil.which("openssl") is not None


class Authority:
    """`openssl ca` is the one command that lets a certificate's dates be chosen."""

    def __init__(self, folder, name):
        self.folder = folder / name
        self.folder.mkdir()
        self.key, self.certificate = self.folder / "ca.key", self.folder / "ca.pem"
        (self.folder / "index.txt").touch()
        (self.folder / "ca.cnf").write_text(f"""
[ca]
default_ca = this
[this]
database = {self.folder}/index.txt
new_certs_dir = {self.folder}
rand_serial = yes
unique_subject = no
default_md = sha256
policy = any
copy_extensions = copy
[any]
commonName = optional
""")
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "3650",
                "-subj", f"/CN=Test authority {name}", "-keyout", self.key, "-out", self.certificate)

    def issue(self, name, hosts=HOSTS, common_name="x", start=-1, end=30, key=("ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")):
        """Key and certificate in one file; valid from `start` to `end` days from now."""
        request, whole = self.folder / f"{name}.csr", self.folder / f"{name}.pem"
        extension = ["-addext", f"subjectAltName={hosts}"] if hosts else []
        openssl("req", "-newkey", *key, "-nodes", "-subj", f"/CN={common_name}", *extension,
                "-keyout", self.folder / f"{name}.key", "-out", request)
        openssl("ca", "-batch", "-notext", "-config", self.folder / "ca.cnf", "-keyfile", self.key, "-cert", self.certificate,
                "-startdate", day(start), "-enddate", day(end), "-in", request, "-out", whole)
        whole.write_text((self.folder / f"{name}.key").read_text() + whole.read_text())
        return whole


def openssl(*words):
    done = subprocess.run(["openssl", *map(str, words)], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60)
    if done.returncode:
        raise RuntimeError(f"openssl {words[0]}: {done.stderr}")


def day(offset):
    return (datetime.now(timezone.utc) + timedelta(days=offset)).strftime("%Y%m%d%H%M%SZ")


def make(folder):
    """({kind: SSLContext}, the file with the authority that platforms are to trust)."""
    trusted, unknown = Authority(folder, "trusted"), Authority(folder, "unknown")
    good = trusted.issue("good")
    alone = folder / "self-signed.pem"
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30", "-subj", "/CN=x",
            "-addext", f"subjectAltName={HOSTS}", "-keyout", folder / "self-signed.key", "-out", alone)
    alone.write_text((folder / "self-signed.key").read_text() + alone.read_text())
    files = {"good": good, "expired": trusted.issue("expired", start=-90, end=-30),
             "future": trusted.issue("future", start=30, end=90),
             "other_host": trusted.issue("other_host", "DNS:elsewhere.example,DNS:hostile.example"),
             "self_signed": alone, "untrusted": unknown.issue("untrusted"),
             "common_name": trusted.issue("common_name", None, "*.hostile.example"),
             "weak_key": trusted.issue("weak_key", key=("rsa:512",)), "tls_1_0": good}
    return {kind: context(kind, files[kind]) for kind in KINDS}, trusted.certificate


def context(kind, file):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if kind in ("weak_key", "tls_1_0"):
        made.set_ciphers("DEFAULT:@SECLEVEL=0")
    if kind == "tls_1_0":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            made.minimum_version = made.maximum_version = ssl.TLSVersion.TLSv1
    made.load_cert_chain(file)
    return made
