"""One run in parts under Dask: each part is a process of the example `shards`, on whichever worker is free.

    python3 examples/scale/with_dask.py SCHEDULER SHARDS PLAN TRIALS PARTS

SCHEDULER is the address of a running scheduler (tcp://127.0.0.1:8786), SHARDS the path of the example on every worker
(target/release/examples/shards). The plan is sent along, so workers need no files of ours.
"""

import os
import subprocess
import sys
import tempfile

from dask.distributed import Client


def part(shards, plan, trials, number, parts):
    """The trials of one part, as the process leaves them."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "part.json")
        subprocess.run(
            [shards, "-", "--trials", str(trials), "--threads", "1", "--part", f"{number}/{parts}",
             "--out", out, "--quiet"],
            input=plan, check=True)
        with open(out, "rb") as file:
            return file.read()


def main():
    scheduler, shards, plan, trials, parts = sys.argv[1:]
    with open(plan, "rb") as file:
        plan = file.read()
    trials, parts = int(trials), int(parts)
    with Client(scheduler) as client, tempfile.TemporaryDirectory() as folder:
        futures = [client.submit(part, shards, plan, trials, number, parts, pure=False, retries=3)
                   for number in range(parts)]
        merge = []
        for number, future in enumerate(futures):
            path = os.path.join(folder, f"{number}.json")
            with open(path, "wb") as file:
                file.write(future.result())
            merge += ["--merge", path]
        subprocess.run([shards, *merge, "--quiet"], check=True)


main()
