"""Writes a plan of a thousand tasks."""

import sys

lines = ['name = "A thousand tasks"', "start = 2027-01-04", "[estimates]", "correlation = 0.1"]
for number in range(1000):
    lines += [f"[task.t{number}]", f'title = "Piece of work number {number}"', 'takes = "2-6 days"']
    if number >= 20:
        lines.append(f'after = ["t{number - 20}"]')
for number in range(20):
    lines += [f"[milestone.m{number}]", f'after = ["t{980 + number}"]', "target = 2028-02-01"]
open(sys.argv[1], "w").write("\n".join(lines) + "\n")
