"""Fails where a crate that comes with ours has a licence that ours cannot go with, or none."""

import json
import re
import subprocess
import sys
import tomllib

with open("deny.toml", "rb") as file:
    LICENCES = tomllib.load(file)["licenses"]
ALLOWED = set(LICENCES["allow"])
EXCEPTIONS = {one["crate"]: set(one["allow"]) for one in LICENCES["exceptions"]}


def allowed(licence, also):
    """Whether an SPDX expression can be met: every part of an "and", one of an "or"."""
    licence = licence.replace("/", " OR ").replace("(", " ( ").replace(")", " ) ")
    text = re.sub(r"([A-Za-z0-9.-]+ WITH [A-Za-z0-9.-]+|[A-Za-z0-9.-]+)",
                  lambda found: {"OR": " or ", "AND": " and "}.get(found[0], str(found[0] in ALLOWED | also)), licence)
    return eval(text, {"__builtins__": {}})


def main():
    out = subprocess.run(["cargo", "metadata", "--format-version", "1", "--all-features"], check=True, capture_output=True)
    packages = json.loads(out.stdout)["packages"]
    bad = [f"{one['name']} {one['version']}: {one['license']}" for one in packages
           if not one["license"] or not allowed(one["license"], EXCEPTIONS.get(one["name"], set()))]
    print(f"{len(packages)} crates, of {len({one['license'] for one in packages})} licences")
    sys.exit("\n".join(bad) if bad else 0)


main()
