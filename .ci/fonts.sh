#!/usr/bin/env bash
# Owns the files in fonts/ except README.md: fetches the sources by the package managers' own clients, cuts them to
# the character sets of fonts/README.md, checks them, and puts them and their licence texts in place only when all is
# well. The same sources give the same bytes. Run by a person when a source changes, never by CI.
set -euo pipefail
dest=$(cd "$(dirname "$0")/../fonts" && pwd)
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"
python3 -m venv tools
tools/bin/pip install -q --disable-pip-version-check fonttools==4.68.0 brotli==1.2.1
tools/bin/pip download -q --disable-pip-version-check --no-deps -d . pylopdf-fonts-zh-cn==0.1.1
npm pack --silent @expo-google-fonts/noto-sans-sc@0.4.3 @expo-google-fonts/noto-serif-sc@0.4.3 >/dev/null
apt-get update -qq
apt-get download -qq -o APT::Sandbox::User=root fonts-lxgw-wenkai fonts-noto-cjk texlive-lang-chinese unicode-data
for deb in ./*.deb; do dpkg-deb -f "$deb" Package Version | paste -s -; dpkg-deb -x "$deb" deb; done
for tgz in ./*.tgz; do mkdir -p "npm/$tgz"; tar xzf "$tgz" -C "npm/$tgz"; done
mkdir wheel out; python3 -m zipfile -e ./*.whl wheel
find deb -name 'Unihan_OtherMappings.txt.bz2' -exec bunzip2 -k {} \;
tools/bin/python - <<'P'
import glob, gzip, os, re, shutil
from fontTools import subset
from fontTools.ttLib import TTFont

one = lambda pattern: sorted(glob.glob("./**/" + pattern, recursive=True))[0]
r = lambda a, b: set(range(a, b + 1))

def double_byte(codec, rows, cells):
    found = set()
    for hi in rows:
        for lo in cells:
            try: found.add(ord(bytes([hi, lo]).decode(codec)))
            except (UnicodeDecodeError, TypeError): pass
    return found - r(0xE000, 0xF8FF)

tgh = set()
for line in open(one("Unihan_OtherMappings.txt"), encoding="utf8"):
    m = re.match(r"U\+([0-9A-F]+)\tkTGH\t", line)
    if m: tgh.add(int(m.group(1), 16))
assert len(tgh) == 8105, len(tgh)
gb2312 = double_byte("gb2312", range(0xB0, 0xF8), range(0xA1, 0xFF))
assert len(gb2312) == 6763
# Symbols: Greek, Cyrillic and the letters of pinyin come with the symbol rows of GB 2312 and of GB 18030.
gb_symbols = double_byte("gb2312", range(0xA1, 0xAA), range(0xA1, 0xFF))
assert len(gb_symbols) == 682
symbols = gb_symbols | double_byte("gb18030", range(0xA1, 0xAA), range(0x40, 0xFF)) - r(0x3400, 0x9FFF) \
    | r(0x20, 0x7E) | r(0xA0, 0xFF) | r(0x2000, 0x206F) | r(0x2100, 0x22FF) | r(0x2460, 0x257F) | r(0x25A0, 0x26FF) \
    | r(0x2E80, 0x2FDF) | r(0x3000, 0x312F) | r(0x3200, 0x33FF) | r(0xFE30, 0xFE4F) | r(0xFF00, 0xFFEF)
names = set(map(ord, "龑頔䶮㛃㙍㵑𬭎𫖯𬸚"))
common = gb2312 | tgh | symbols | names
wide = common | r(0x4E00, 0x9FFF) | r(0x3400, 0x4DBF)
jobs = [("NotoSansSC-Regular.otf", "hei.otf", wide), ("NotoSansSC_700Bold.ttf", "hei-bold.ttf", common),
        ("NotoSerifSC-Regular.otf", "song.otf", common), ("NotoSerifSC_700Bold.ttf", "biaosong.ttf", common),
        ("LXGWWenKai-Regular.ttf", "kai.ttf", common),
        # Characters of names outside the basic plane that hei.otf lacks; face 2 of the collection is Simplified Chinese.
        ("NotoSansCJK-Regular.ttc", "hei-rare.otf", r(0x20000, 0x3FFFF) - tgh)]
notices = {}

# The licence reserves the names LXGW and 霞鹜: the cut font goes by another name. Its copyright notices are kept whole
# in LICENSE-LXGW-WenKai.txt; in the font the line that would carry the reserved name points there.
def rename(table):
    kai = {1: "Kepu Kai", 3: "Kepu Kai:Version 1.250", 4: "Kepu Kai", 6: "KepuKai-Regular", 16: "Kepu Kai"}
    for record in list(table.names):
        text = record.toUnicode()
        if record.nameID == 0:
            kept = [line for line in text.splitlines() if not reserved(line)]
            text = "\r\n".join(kept + ["Modified Version; the other copyright notices stand in the licence text delivered with this font."])
        elif record.nameID in kai:
            text = "科普楷体" if record.langID == 0x804 and record.nameID in (1, 4, 16) else kai[record.nameID]
        assert not reserved(text), text
        record.string = text

reserved = lambda text: "lxgw" in text.lower() or "霞鹜" in text

def cut(source, target, chars):
    font = TTFont(one(source), fontNumber=2 if source.endswith(".ttc") else -1, recalcTimestamp=False)
    assert font["OS/2"].fsType & 2 == 0, source
    notices[target] = font["name"].getDebugName(0)
    options = subset.Options(hinting=False, layout_features=[], notdef_outline=True, name_IDs=["*"], name_languages=["*"], glyph_names=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=chars)
    offered = set(font.getBestCmap())
    cutter.subset(font)
    if target == "kai.ttf": rename(font["name"])
    font.save(f"out/{target}")
    check(target)
    have = set(TTFont(f"out/{target}").getBestCmap())
    assert have == chars & offered, target
    if target != "hei-rare.otf": assert gb2312 | tgh | gb_symbols <= have, target

def check(target):
    have = set(TTFont(f"out/{target}").getBestCmap())
    print(target, os.path.getsize(f"out/{target}"), f"characters {len(have)}", f"GB2312 {len(have & gb2312)}/6763",
          f"its symbols {len(have & gb_symbols)}/682", f"8105 {len(have & tgh)}/8105", f"URO {len(have & r(0x4E00, 0x9FFF))}",
          f"ExtA {len(have & r(0x3400, 0x4DBF))}", "names lacking " + ("".join(map(chr, sorted(names - have))) or "none"), sep="\t")

for job in jobs: cut(*job)
shutil.copy(one("FandolFang-Regular.otf"), "out/FandolFang-Regular.otf")
check("FandolFang-Regular.otf")
assert not any(reserved(n.toUnicode()) for n in TTFont("out/kai.ttf")["name"].names)

# Licence texts, each opened by the copyright notices as the fonts themselves give them.
def licence(target, fonts, text, more=""):
    lines = dict.fromkeys(line for f in fonts for line in notices[f].splitlines())
    with open(f"out/{target}", "w", encoding="utf8") as f:
        f.write("\n".join(lines) + "\n" + more + "\n" + text.replace("\r\n", "\n"))

read = lambda path: open(path, encoding="utf8").read()
sans, serif = (read(one(f"expo-google-fonts-noto-{kind}-sc-*.tgz/package/LICENSE_FONT")) for kind in ("sans", "serif"))
licence("OFL-Noto-Sans-SC.txt", ["hei.otf", "hei-bold.ttf", "hei-rare.otf"], sans)
licence("OFL-Noto-Serif-SC.txt", ["song.otf", "biaosong.ttf"], serif)
licence("LICENSE-LXGW-WenKai.txt", ["kai.ttf"], read("deb/usr/share/doc/fonts-lxgw-wenkai/copyright"),
        'With Reserved Font Names "霞鹜" and "LXGW". kai.ttf is a Modified Version under the name Kepu Kai (科普楷体).\n')
fandol = "deb/usr/share/doc/texlive-doc/fonts/fandol/"
with open("out/LICENSE-Fandol.txt", "w", encoding="utf8") as f:
    f.write(read(fandol + "README") + "\n" + gzip.open(fandol + "COPYING.gz", "rt", encoding="utf8").read())
assert "As a special exception" in read("out/LICENSE-Fandol.txt")
shutil.copy("/usr/share/common-licenses/GPL-3", "out/GPL-3.txt")
P
chmod 644 out/*
cd out
for font in *.otf *.ttf; do
  sum=$(sha256sum "$font"); sum=${sum%% *}
  echo "$sum  $font"
  grep -qs "^| $font .*$sum" "$dest/README.md" || echo "fonts/README.md needs the new size, count and sum of $font"
done
for file in *; do cmp -s "$file" "$dest/$file" || mv "$file" "$dest/$file"; done
