#!/usr/bin/env bash
# Owns the files in fonts/: fetches the sources by the package managers' own clients, cuts them to the
# character sets of fonts/README.md, and writes them. Run by a person when a source changes, never by CI.
set -euo pipefail
out=$(cd "$(dirname "$0")/../fonts" && pwd)
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"
pip install -q fonttools brotli
pip download -q --no-deps -d . pylopdf-fonts-zh-cn==0.1.1
npm pack --silent @expo-google-fonts/noto-sans-sc@0.4.3 @expo-google-fonts/noto-serif-sc@0.4.3
apt-get update -qq
apt-get download -qq fonts-lxgw-wenkai fonts-noto-cjk texlive-lang-chinese unicode-data
for deb in ./*.deb; do dpkg-deb -x "$deb" deb; done
for tgz in ./*.tgz; do mkdir -p "npm/$tgz"; tar xzf "$tgz" -C "npm/$tgz"; done
mkdir wheel; python3 -m zipfile -e ./*.whl wheel 2>/dev/null || tar xzf ./*.tar.gz -C wheel
find . -name 'Unihan_OtherMappings.txt.bz2' -exec bunzip2 -k {} \;
export OUT="$out"
python3 - <<'P'
import glob, os, re, shutil
from fontTools import subset
from fontTools.ttLib import TTFont
out = os.environ["OUT"]
one = lambda pattern: sorted(glob.glob("./**/" + pattern, recursive=True))[0]
tgh = set()
for f in glob.glob("./**/Unihan_*.txt", recursive=True):
    for line in open(f, encoding="utf8"):
        m = re.match(r"U\+([0-9A-F]+)\tkTGH\t", line)
        if m: tgh.add(int(m.group(1), 16))
assert len(tgh) == 8105, len(tgh)
gb2312 = set()
for hi in range(0xB0, 0xF8):
    for lo in range(0xA1, 0xFF):
        try: gb2312.add(ord(bytes([hi, lo]).decode("gb2312")))
        except UnicodeDecodeError: pass
assert len(gb2312) == 6763
r = lambda a, b: set(range(a, b + 1))
symbols = r(0x20, 0x7E) | r(0xA0, 0xFF) | r(0x2000, 0x206F) | r(0x2100, 0x22FF) | r(0x2460, 0x257F) | r(0x25A0, 0x26FF) \
    | r(0x2E80, 0x2FDF) | r(0x3000, 0x312F) | r(0x3200, 0x33FF) | r(0xFE30, 0xFE4F) | r(0xFF00, 0xFFEF)
names = set(map(ord, "龑頔䶮㛃㙍㵑𬭎𫖯𬸚"))
common = gb2312 | tgh | symbols | names
wide = common | r(0x4E00, 0x9FFF) | r(0x3400, 0x4DBF)
jobs = [("NotoSansSC-Regular.otf", "hei.otf", wide), ("NotoSansSC_700Bold.ttf", "hei-bold.ttf", common),
        ("NotoSerifSC-Regular.otf", "song.otf", common), ("NotoSerifSC_700Bold.ttf", "biaosong.ttf", common),
        ("LXGWWenKai-Regular.ttf", "kai.ttf", common),
        # Characters of names outside the basic plane that hei.otf lacks; face 2 of the collection is Simplified Chinese.
        ("NotoSansCJK-Regular.ttc", "hei-rare.otf", r(0x20000, 0x3FFFF) - tgh)]
for source, target, chars in jobs:
    font = TTFont(one(source), fontNumber=2 if source.endswith(".ttc") else -1)
    assert font["OS/2"].fsType & 2 == 0, source
    options = subset.Options(hinting=False, layout_features=[], notdef_outline=True, name_IDs=["*"], name_languages=["*"], glyph_names=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=chars)
    cutter.subset(font)
    if target == "kai.ttf":  # the licence reserves the names LXGW and 霞鹜 for the unmodified font
        for record in list(font["name"].names):
            if "LXGW" in record.toUnicode() or "霞鹜" in record.toUnicode():
                if record.nameID in (1, 3, 4, 16, 25): font["name"].setName("Kepu Kai", record.nameID, record.platformID, record.platEncID, record.langID)
                elif record.nameID == 6: font["name"].setName("KepuKai-Regular", 6, record.platformID, record.platEncID, record.langID)
                elif record.nameID != 0: font["name"].removeNames(nameID=record.nameID, langID=record.langID)
    font.save(f"{out}/{target}")
    have = set(TTFont(f"{out}/{target}").getBestCmap())
    print(f"{target}\t{os.path.getsize(f'{out}/{target}')}\tcharacters {len(have)}\tGB2312 {len(have & gb2312)}/6763\t8105 {len(have & tgh)}/8105\tExtA {len(have & r(0x3400, 0x4DBF))}")
shutil.copy(one("FandolFang-Regular.otf"), f"{out}/FandolFang-Regular.otf")
P
( cd "$out" && sha256sum ./*.otf ./*.ttf )
find "$work" -iname '*ofl*' -o -iname '*copying*' -ipath '*fandol*' -o -ipath '*lxgw*' -name copyright | head -20
cp "$work"/deb/usr/share/doc/fonts-lxgw-wenkai/copyright "$out/LICENSE-LXGW-WenKai.txt"
find "$work/npm" -iname '*OFL*' -o -ipath '*noto*' -iname 'LICENSE*' | head
