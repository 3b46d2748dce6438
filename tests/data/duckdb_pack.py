"""Load a 上报包 (*.kepuup) into DuckDB as it is and sum it by community.

    pip install duckdb
    python duckdb_pack.py 湖滨2025.kepuup            # prints the sums as JSON
    python duckdb_pack.py 湖滨2025.kepuup 区.duckdb  # keeps the tables in a file, packs of several offices side by side

A pack with a password is an age file: `age -d 湖滨2025.kepuup > open.kepuup` first.
"""

import json
import pathlib
import sys
import tempfile
import zipfile

import duckdb

SUMS = """
    SELECT c.name AS community, count(*) AS events, CAST(coalesce(sum(e.attendance), 0) AS BIGINT) AS attendance
    FROM event e LEFT JOIN community c ON c.uid = e.community
    WHERE e.state = 'held' AND CAST(json_extract_string(to_json(e."when"), '$.start') AS DATE) BETWEEN ? AND ?
    GROUP BY ALL ORDER BY ALL
"""


def load(pack, database):
    """Each tables/<table>.jsonl becomes a table of its own, or joins the one that another office's pack made."""
    with zipfile.ZipFile(pack) as inside, tempfile.TemporaryDirectory() as folder:
        manifest = json.loads(inside.read("manifest.json"))
        for listed in manifest["files"]:
            path = pathlib.PurePosixPath(listed["path"])
            if path.parent.name != "tables":
                continue
            file = inside.extract(str(path), folder)
            there = database.execute(
                "SELECT count(*) FROM information_schema.tables WHERE table_name = ?", [path.stem]
            ).fetchone()[0]
            source = "SELECT * FROM read_json_auto(?, format = 'newline_delimited', sample_size = -1)"
            if there:
                database.execute(f'INSERT INTO "{path.stem}" BY NAME {source}', [file])
            else:
                database.execute(f'CREATE TABLE "{path.stem}" AS {source}', [file])
        return manifest, json.loads(inside.read("figures.json"))


def main():
    database = duckdb.connect(sys.argv[2] if len(sys.argv) > 2 else ":memory:")
    manifest, figures = load(sys.argv[1], database)
    counts = {t: database.execute(f'SELECT count(*) FROM "{t}"').fetchone()[0] for t in manifest["counts"]}
    span = [manifest["period"]["from"], manifest["period"]["to"]]
    rows = [dict(zip(["community", "events", "attendance"], row)) for row in database.execute(SUMS, span).fetchall()]
    print(json.dumps({"counts": counts, "communities": rows, "figures": figures}, ensure_ascii=False))


if __name__ == "__main__":
    main()
