"""Results -> the tables and the picture of the report."""

from __future__ import annotations

from pathlib import Path
from statistics import median

from benchmarks.speed.results import Results

FLOOR = "libcst.parse_module"


def report(results: Results, machine: str, day: str) -> str:
    """Markdown: each measurement's medians, and beside them the ratio to the floor on the same tree."""
    rows = [
        "| tree | lines | what | runs | wall s | CPU s | peak MB | CPU / floor | wall / floor |",
        "|---|---:|---|---:|---:|---:|---:|---:|---:|",
    ]
    for tree, what in results.pairs():
        runs = results.of(what, tree)
        wall, cpu = median(one.wall for one in runs), median(one.cpu for one in runs)
        floors = results.of(FLOOR, tree)
        floor = median(one.cpu for one in floors) if floors else None
        rows.append(
            f"| {tree} | {runs[0].lines:,} | {what} | {len(runs)} | {wall:.2f} | {cpu:.2f} "
            f"| {median(one.peak for one in runs) / 1e6:,.0f} "
            f"| {_ratio(cpu, floor)} | {_ratio(wall, floor)} |"
        )
    return f"# Speed, {day}\n\nOn {machine}. Medians.\n\n" + "\n".join(rows) + "\n" + _edits(results)


def _ratio(value: float, floor: float | None) -> str:
    return f"{value / floor:.2f}" if floor else ""


def _edits(results: Results) -> str:
    lines = []
    for tree in dict.fromkeys(one.tree for one in results.measured):
        cold = results.of("piilint, 2 jobs", tree)
        if not cold:
            continue
        whole = median(one.wall for one in cold)
        unchanged = [one.wall for one in results.of("piilint, unchanged", tree)]
        edits = [one.wall for one in results.of("piilint, one file edited", tree)]
        if unchanged:
            lines.append(f"- {tree}: nothing changed / cold, wall: {median(unchanged) / whole:.3f}")
        if edits:
            lines.append(
                f"- {tree}: one of {len(edits)} files edited / cold, wall: median {median(edits) / whole:.3f}, "
                f"worst {max(edits) / whole:.3f}"
            )
    return "\n" + "\n".join(lines) + "\n" if lines else ""


def draw(results: Results, path: Path) -> None:
    """The growth curve: wall time over lines of Python, both axes logarithmic."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 5))
    for what in ("piilint, 1 job", "piilint, 2 jobs", FLOOR):
        points = sorted(
            (results.of(what, tree)[0].lines, median(one.wall for one in results.of(what, tree)))
            for tree, named in results.pairs()
            if named == what
        )
        if points:
            axes.plot(*zip(*points, strict=True), marker="o", label=what)
    axes.set(xscale="log", yscale="log", xlabel="lines of Python", ylabel="wall seconds")
    axes.grid(True, which="both", alpha=0.3)
    axes.legend()
    figure.savefig(path, dpi=120)
