"""Start and filter of the window beside LibreOffice Calc on the same rows, under one Xvfb, one after the other.

    /usr/bin/python3 benches/beside_calc.py PROGRAM [EVENTS] [RUNS]

Needs Debian's xvfb, openbox, xdotool, x11-apps (xwd), libreoffice-calc, python3-uno.

Start: from the process to the last change of the screen before it stands still for a second, seen by hashing the screen
every 30 ms; the same eye for both. Filter: for the program the same eye from the last letter of a word typed into the
search of the table; for Calc the call that sets a standard filter on the same column of the loaded sheet, without a
window and without painting, which is more than fair to it. Memory: resident set after the start.
"""

import hashlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

PROGRAM = os.path.abspath(sys.argv[1])
EVENTS = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
RUNS = int(sys.argv[3]) if len(sys.argv) > 3 else 5
DISPLAY = ":97"
# Calc stands still for seconds while it loads.
QUIET = 6.0 + EVENTS / 5_000
WORD = "荷塘村防灾减灾"
# Its initials: xdotool drops Chinese letters now and then, and a clerk types these.
INITIALS = "htcfzjz"


def env(home):
    return {
        **os.environ,
        "DISPLAY": DISPLAY,
        "HOME": home,
        "XDG_RUNTIME_DIR": home,
        "LIBGL_ALWAYS_SOFTWARE": "1",
        "LANG": "C.UTF-8",
    }


def eye():
    shot = subprocess.run(["xwd", "-root", "-silent", "-display", DISPLAY], capture_output=True).stdout
    return hashlib.md5(shot).digest()


def still(before, begun, quiet=1.0, most=300.0, changes=1):
    """Seconds from `begun` to the last of at least `changes` changes from the picture `before`, before a quiet time."""
    last, seen, when = before, 0, None
    while True:
        time.sleep(0.03)
        now = time.monotonic()
        picture = eye()
        if picture != last:
            last, seen, when = picture, seen + 1, now
        if seen >= changes and when is not None and now - when > quiet:
            return when - begun
        if now - begun > most:
            raise SystemExit("the screen never stood still")


def resident(pid):
    with open(f"/proc/{pid}/status") as status:
        for line in status:
            if line.startswith("VmRSS"):
                return int(line.split()[1]) // 1024


def busy(pid, seconds):
    """Share of a processor the process uses while nobody touches it."""
    def ticks():
        fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])

    before = ticks()
    time.sleep(seconds)
    return (ticks() - before) / os.sysconf("SC_CLK_TCK") / seconds * 100


def key(*keys):
    subprocess.run(["xdotool", *keys], env=env("/tmp"), check=True)


def ours(ledger, home):
    before, begun = eye(), time.monotonic()
    child = subprocess.Popen([PROGRAM, ledger], env=env(home), stderr=subprocess.DEVNULL)
    try:
        start = still(before, begun, changes=2)
        # The workbench is counted and the first copy made after the window stands; idle is what comes then.
        time.sleep(8)
        memory = resident(child.pid)
        idle = busy(child.pid, 10)
        key("key", "ctrl+2")
        time.sleep(2)
        key("key", "ctrl+f")
        time.sleep(0.5)
        # All but the last letter first, as a hand does: what is felt is the last one.
        key("type", "--delay", "80", INITIALS[:-1])
        time.sleep(1.5)
        before, begun = eye(), time.monotonic()
        key("type", INITIALS[-1])
        return start, still(before, begun), memory, idle
    finally:
        child.terminate()
        child.wait()


def unlocked(home):
    for left in os.listdir(home):
        if left.startswith(".~lock"):
            os.remove(os.path.join(home, left))


def calc_start(sheet, home, picture=None):
    # Each time the same profile of somebody who has used it before: a killed one would ask about recovery.
    profile = f"{home}/profile"
    if os.path.isdir(f"{home}/lo"):
        shutil.rmtree(profile, ignore_errors=True)
        shutil.copytree(f"{home}/lo", profile)
    else:
        profile = f"{home}/lo"
    unlocked(home)
    before, begun = eye(), time.monotonic()
    child = subprocess.Popen(
        ["soffice", "--calc", "--norestore", "--nologo", f"-env:UserInstallation=file://{profile}", sheet],
        env=env(home), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        # Its window is there, empty, long before the rows are: the quiet must outlast the loading of a large sheet.
        start = still(before, begun, quiet=QUIET, changes=3)
        pid = subprocess.run(["pgrep", "-n", "soffice.bin"], capture_output=True, text=True).stdout.strip()
        if picture:
            subprocess.run(["import", "-window", "root", picture], env=env(home))
        return start, resident(pid)
    finally:
        subprocess.run(["pkill", "-TERM", "soffice.bin"])
        time.sleep(3)
        subprocess.run(["pkill", "-9", "soffice.bin"])
        child.wait()
        time.sleep(1)


def calc_filter(sheet, home):
    import uno  # Debian's python3-uno
    from com.sun.star.beans import PropertyValue
    from com.sun.star.sheet import TableFilterField
    from com.sun.star.sheet.FilterOperator import EQUAL

    child = subprocess.Popen(
        ["soffice", "--headless", "--norestore", "--nologo", f"-env:UserInstallation=file://{home}/lo2",
         "--accept=socket,port=2099;urp;"], env=env(home), stderr=subprocess.DEVNULL)
    try:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        for _ in range(200):
            try:
                context = resolver.resolve("uno:socket,host=localhost,port=2099;urp;StarOffice.ComponentContext")
                break
            except Exception:
                time.sleep(0.2)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        hidden = PropertyValue()
        hidden.Name, hidden.Value = "Hidden", True
        document = desktop.loadComponentFromURL("file://" + sheet, "_blank", 0, (hidden,))
        rows = document.Sheets.getByIndex(0)
        cursor = rows.createCursor()
        cursor.gotoEndOfUsedArea(False)
        last = cursor.RangeAddress
        head, column = next((r, c) for r in range(6) for c in range(last.EndColumn + 1)
                            if rows.getCellByPosition(c, r).String == "活动名称")
        area = rows.getCellRangeByPosition(0, head, last.EndColumn, last.EndRow)
        times = []
        for word in (WORD, "柳岸社区老专家", "书院社区") * 2:
            filtering = area.createFilterDescriptor(True)
            filtering.ContainsHeader = True
            filtering.UseRegularExpressions = True
            field = TableFilterField()
            field.Field, field.IsNumeric, field.StringValue, field.Operator = column, False, f".*{word}.*", EQUAL
            filtering.FilterFields = (field,)
            begun = time.monotonic()
            area.filter(filtering)
            times.append(time.monotonic() - begun)
        document.close(True)
        return times
    finally:
        child.terminate()
        subprocess.run(["pkill", "-9", "soffice.bin"])


def say(what, values, unit="s"):
    values = sorted(values)
    print(f"| {what} | {statistics.median(values):.2f} {unit} | {values[0]:.2f} | {values[-1]:.2f} | {len(values)} |", flush=True)


def main():
    subprocess.Popen(["Xvfb", DISPLAY, "-screen", "0", "1366x768x24"], stderr=subprocess.DEVNULL)
    time.sleep(1.5)
    subprocess.Popen(["openbox"], env=env("/tmp"), stderr=subprocess.DEVNULL)
    time.sleep(1)
    with tempfile.TemporaryDirectory() as home:
        ledger, sheet = os.path.join(home, "office.kepu"), os.path.join(home, "events.xlsx")
        subprocess.run([PROGRAM, "sample", ledger, "--year", "2025", "--events", str(EVENTS)], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([PROGRAM, "list", ledger, "events", "--out", sheet], check=True, stdout=subprocess.DEVNULL)
        print(f"| {EVENTS} events | middle | least | most | runs |\n|---|--:|--:|--:|--:|", flush=True)
        own = [ours(ledger, home) for _ in range(RUNS)]
        say("kepu-ledger: start to a still window", [o[0] for o in own])
        say("kepu-ledger: last letter to the rows found", [o[1] for o in own])
        say("kepu-ledger: memory", [o[2] for o in own], "MB")
        say("kepu-ledger: processor while idle", [o[3] for o in own], "%")
        calc_start(sheet, home)  # its first start sets up a profile
        theirs = [calc_start(sheet, home, "calc.png") for _ in range(max(2, RUNS // 2))]
        say("Calc: start to a still window", [t[0] for t in theirs])
        say("Calc: memory", [t[1] for t in theirs], "MB")
        unlocked(home)
        say("Calc: filter, without a window", calc_filter(sheet, home))


main()
