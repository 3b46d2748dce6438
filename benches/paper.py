#!/usr/bin/env python3
"""R3 of the same rows, side by side: this program, reportlab's LongTable, LibreOffice.

    pip install reportlab openpyxl
    apt-get install -y libreoffice-calc-nogui fonts-noto-cjk
    cargo build --release && python3 benches/paper.py target/release/kepu-ledger [runs]

Every figure is that of a whole process: wall clock, processor time (user and system) and peak memory of the process and
what it started, size of the PDF. Ours begins with the office's file; the others begin with the finished rows, reportlab
with a CSV, LibreOffice with the xlsx twin. All three set Noto Sans SC: ours the bundled regular weight, reportlab the
bundled bold (it reads no CFF outlines), LibreOffice Debian's Noto Sans CJK SC.
"""
import csv
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

REPORTLAB = """
import csv, sys
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, TableStyle
rows_file, font, out = sys.argv[1:]
pdfmetrics.registerFont(TTFont("F", font))
style = ParagraphStyle("c", fontName="F", fontSize=8, leading=10.5, wordWrap="CJK")
rows = list(csv.reader(open(rows_file, encoding="utf-8")))
# Columns of text wrap, as they do in ours; the others are plain strings.
wraps = {2, 3, 4, 5, 8, 16}
data = [[Paragraph(t, style) if n in wraps else t for n, t in enumerate(r)] for r in rows]
wide = [9, 19, 46, 22, 30, 28, 15, 12, 18, 12, 9, 9, 12, 13, 15, 15, 20]
widths = [w * 757.0 / sum(wide) for w in wide]
table = LongTable(data, colWidths=widths, repeatRows=1)
table.setStyle(TableStyle([("FONT", (0, 0), (-1, -1), "F", 8), ("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
SimpleDocTemplate(out, pagesize=landscape(A4), leftMargin=42, rightMargin=42, topMargin=57, bottomMargin=57).build([table])
"""


def measure(command, out, **more):
    """Wall seconds, processor seconds, peak MB, bytes of the result."""
    begun = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - begun
    if status != 0:
        sys.exit(f"failed: {command}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, os.path.getsize(out)


def row(name, runs):
    wall, cpu, memory, size = (statistics.median(column) for column in zip(*runs))
    print(f"| {name} | {wall:.2f} s | {cpu:.2f} s | {memory:.0f} MB | {size / 1e6:.2f} MB |", flush=True)
    return cpu


def main():
    program = os.path.abspath(sys.argv[1])
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    fonts = pathlib.Path(__file__).resolve().parent.parent / "fonts"
    import openpyxl

    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        print("| what | wall | processor | peak memory | PDF |\n|---|---|---|---|---|")
        ours = None
        for count in (1_000, 10_000, 100_000):
            file = place / f"{count}.kepu"
            subprocess.run(
                [program, "sample", file, "--year", "2025", "--events", str(count), "--volunteers", "300"],
                check=True, stdout=subprocess.DEVNULL)
            out = place / f"{count}.pdf"
            make = [program, "report", file, "R3", "--year", "2025", "--out", out]
            cpu = row(f"kepu-ledger, {count:,} rows, from the file", [measure(make, out) for _ in range(times)])
            if count == 10_000:
                ours = cpu
                subprocess.run([program, "report", file, "R3", "--year", "2025", "--out", place / "rows.xlsx"],
                               check=True, stdout=subprocess.DEVNULL)
        book = openpyxl.load_workbook(place / "rows.xlsx")
        sheet = book.active
        rows = [["" if c is None else str(c) for c in r] for r in sheet.iter_rows(min_row=4, values_only=True)]
        with open(place / "rows.csv", "w", encoding="utf-8", newline="") as f:
            csv.writer(f).writerows(rows[:10_001])
        for cells in sheet.iter_rows():
            for cell in cells:
                cell.font = openpyxl.styles.Font(name="Noto Sans CJK SC", size=8)
        book.save(place / "rows.xlsx")
        out = place / "reportlab.pdf"
        make = [sys.executable, "-c", REPORTLAB, place / "rows.csv", fonts / "hei-bold.ttf", out]
        theirs = row("reportlab LongTable, 10,000 rows", [measure(make, out) for _ in range(times)])
        print(f"reportlab takes {theirs / ours:.1f} times our processor time")
        out = place / "rows.pdf"
        make = ["soffice", "--headless", f"-env:UserInstallation=file://{place}/profile",
                "--convert-to", "pdf", "--outdir", place, place / "rows.xlsx"]
        measure(make, out)  # The first start makes a profile.
        theirs = row("LibreOffice, 10,000 rows", [measure(make, out) for _ in range(times)])
        print(f"LibreOffice takes {theirs / ours:.1f} times our processor time")


main()
