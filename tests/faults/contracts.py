# SPDX-License-Identifier: GPL-2.0-only
"""Options, exit codes, what is printed where, and the JSON with its schemas."""
import json, os, subprocess

import schema
from world import HERE, PATIENCE, check, converts, refused, verdicts

SCHEMAS = os.path.join(HERE, "..", "..", "docs", "schemas")


def schema_of(name):
    with open(os.path.join(SCHEMAS, name + ".schema.json")) as f:
        return json.load(f)


@check
def explain_writes_json(w):
    r = w.call("explain", "drivers/demo/fill.c:11", "--format", "json")
    assert r.returncode == 0, r.stderr
    found = json.loads(r.stdout)
    assert [(s["file"], s["line"], s["callee"]) for s in found["sites"]] == [("drivers/demo/fill.c", 11, "get_user_pages_fast")]
    assert found["sites"][0] in w.scan()[0]["sites"]
    wrong = schema.problems(schema_of("gupkit-scan-1"), found)
    assert not wrong, wrong


@check
def json_is_as_its_schema_says(w):
    w.write("drivers/odd/gap.c", "#include <none.h>\nint f(void) { return get_user_pages_fast(0, 1, 0, 0); }\n")
    w.add_to_database("drivers/odd/gap.c")
    rules = schema_of("gupkit-scan-1")
    for api in ("pin", "put_user_page"):
        scan, _ = w.scan("--api", api)
        assert scan["gaps"] and scan["sites"]
        assert not schema.problems(rules, scan), schema.problems(rules, scan)[:3]


@check
def schema_refuses_what_is_wrong(w):
    """The check above can fail."""
    rules = schema_of("gupkit-scan-1")
    scan, _ = w.scan()
    for change in (lambda s: s.pop("gaps"), lambda s: s["sites"][0].pop("id"), lambda s: s["sites"][0].update(line=0),
                   lambda s: s["sites"][0].update(verdict="maybe"), lambda s: s["tree"].update(api="gup"),
                   lambda s: s["sites"][0].update(column="1"), lambda s: s.update(schema="gupkit-scan/2"),
                   lambda s: s["sites"][0]["path"].append({"file": "x"})):
        broken = json.loads(json.dumps(scan))
        change(broken)
        assert schema.problems(rules, broken)


@check
def architecture_that_is_none(w):
    refused(w.call("scan", "--arch", "nope"), "nope", "architecture")
    refused(w.call("convert", "--arch", "x86,nope"), "nope")
    assert w.call("scan", "--arch", "x86").returncode == 0


@check
def model_file_that_is_no_file(w):
    refused(w.call("scan", "--model", "/"), "model", "folder")
    refused(w.call("scan", "--model", "/dev/zero"), "model", "larger")
    r = subprocess.run(["bash", "-c", 'exec "$0" "$@" --model <(echo borrow demo_look)', *w.argv("scan")], capture_output=True, timeout=PATIENCE)
    assert r.returncode == 0, r.stderr


@check
def date_that_no_calendar_has(w):
    out = os.path.join(w.top, "series")
    for value, code in (("0", 0), ("253402300799", 0), ("253402300800", 2), ("67768036191676800", 2), ("99999999999999999999", 2),
                        ("-1", 2), ("x", 2), ("1e9", 2)):
        env = {**os.environ, "SOURCE_DATE_EPOCH": value, "GIT_CONFIG_GLOBAL": "/dev/null"}
        r = subprocess.run(w.argv("series", "-o", out, "--no-core"), capture_output=True, env=env, timeout=PATIENCE)
        assert r.returncode == code, (value, r.returncode, r.stderr[-300:])
        assert code == 0 or b"SOURCE_DATE_EPOCH" in r.stderr


@check
def newline_in_a_name_does_not_break_a_mail(w):
    import shutil
    name = "drivers/new\nTo: victim@example.org\nX: "
    shutil.copytree(w.path("drivers/demo"), w.path(name))
    w.add_to_database(name + "/fill.c", name + "/empty.c")
    out = os.path.join(w.top, "series")
    r = subprocess.run(w.argv("series", "-o", out, "--no-core"), capture_output=True, timeout=PATIENCE,
                       env={**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null"})
    assert r.returncode == 0, r.stderr[-300:]
    for folder, _, names in os.walk(out):
        for n in names:
            text = open(os.path.join(folder, n), errors="replace").read()
            assert not [l for l in text.splitlines() if l.startswith(("To: victim", "X:"))], n
    assert "victim" in "".join(open(os.path.join(out, n)).read() for n in os.listdir(out) if n.endswith(".patch"))


@check
def explain_of_a_column_names_columns(w):
    site = next(s for s in w.scan()[0]["sites"] if s["file"] == "drivers/demo/empty.c")
    r = w.call("explain", f"{site['file']}:{site['line']}:{site['column'] + 7}")
    refused(r, f"{site['line']}:{site['column']}")


@check
def warm_run_says_nothing_again(w):
    """What an earlier run had to make up is its own message, repeated by --verbose only."""
    os.remove(w.path("compile_commands.json"))
    first = w.call("scan").stderr.decode()
    assert "make" in first, "nothing had to be made up: the check proves nothing"
    second = w.call("scan").stderr.decode().splitlines()
    assert len(second) <= 2, second
    assert len(w.call("scan", "--verbose").stderr.decode().splitlines()) > 2
