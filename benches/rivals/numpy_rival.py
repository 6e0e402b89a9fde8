"""The NumPy rival of benches/rivals.rs: one array of trials per task.

Says which NumPy it is, then reads a network from standard input: a line with the curve, the number of trials and the percentiles asked for; a
line for each task with its low, likely and high days and the numbers of its predecessors; an empty line. Each further line asks for
one run, answered with its seconds and the percentiles.
"""

import sys
import time

try:
    import numpy as np
except ImportError:
    sys.exit(1)


def read():
    curve, trials, *percents = input().split()
    tasks = []
    while line := input().split():
        low, likely, high = map(float, line[:3])
        tasks.append((low, likely, high, [int(word) for word in line[3:]]))
    return curve, int(trials), [float(word) for word in percents], tasks


def pert(rng, low, likely, high, trials):
    spread = high - low
    days = rng.beta(1 + 4 * (likely - low) / spread, 1 + 4 * (high - likely) / spread, trials)
    days *= spread
    days += low
    return days


def triangle(rng, low, likely, high, trials):
    return rng.triangular(low, likely, high, trials)


def simulate(rng, draw, tasks, finishes, ends):
    trials = finishes.shape[1]
    for finish, (low, likely, high, after) in zip(finishes, tasks):
        days = draw(rng, low, likely, high, trials)
        if not after:
            finish[:] = days
            continue
        start = finishes[after[0]]
        for before in after[1:]:
            start = np.maximum(start, finishes[before], out=finish)
        np.add(start, days, out=finish)
    return finishes[ends].max(axis=0)


def main():
    print(np.__version__, flush=True)
    curve, trials, percents, tasks = read()
    draw = {"pert": pert, "triangle": triangle}[curve]
    waited_for = {before for task in tasks for before in task[3]}
    ends = [number for number in range(len(tasks)) if number not in waited_for]
    # Written once here, so that no run pays for memory that is new.
    finishes = np.full((len(tasks), trials), 0.0)
    rng = np.random.default_rng(1)
    for _ in sys.stdin:
        begin = time.perf_counter()
        answer = np.percentile(simulate(rng, draw, tasks, finishes, ends), percents)
        seconds = time.perf_counter() - begin
        print(seconds, *map(float, answer), flush=True)


main()
