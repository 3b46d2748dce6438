#!/usr/bin/env bash
# Owns everything in fonts/: the font files, their licence texts and README.md. Fetches the sources with
# the package managers' own clients, checks each against its SHA-256, cuts them, checks what came out, and
# only then writes. Same sources in, same bytes out. Run by a person when a source changes, never by CI.
#   .ci/fonts.sh [folder]     default folder: fonts/. Needs root (apt-get update) on Debian 12, pip, npm.
set -euo pipefail
out=${1:-$(dirname "$0")/../fonts}; mkdir -p "$out"; out=$(cd "$out" && pwd)
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
chmod 755 "$work"; cd "$work"
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check fonttools==4.68.0 brotli
venv/bin/pip download -q --disable-pip-version-check --no-deps -d . pylopdf-fonts-zh-cn==0.1.1
npm pack --silent @expo-google-fonts/noto-sans-sc@0.4.3 @expo-google-fonts/noto-serif-sc@0.4.3
apt-get update -qq
mkdir -m 777 apt; ( cd apt && apt-get download -qq fonts-lxgw-wenkai fonts-noto-cjk texlive-lang-chinese unicode-data )
for deb in apt/*.deb; do dpkg-deb -x "$deb" deb; done
for p in sans serif; do mkdir -p npm/$p; tar xzf expo-google-fonts-noto-$p-sc-*.tgz -C npm/$p; done
python3 -m zipfile -e ./pylopdf*.whl wheel
mkdir new
venv/bin/python - <<'P'
import bz2, glob, gzip, hashlib, os, re, shutil
from fontTools import subset
from fontTools.ttLib import TTFont

sha = lambda path: hashlib.sha256(open(path, "rb").read()).hexdigest()
def source(path, digest):
    assert sha(path) == digest, f"{path}: not the source this script was written for ({sha(path)})"
    return path

# --- character sets
r = lambda a, b: set(range(a, b + 1))
unihan = bz2.open(source("deb/usr/share/unicode/Unihan_OtherMappings.txt.bz2",
    "bdeef44d75d914e793b7f27ddc3bee01b2d11dd34f4e52de1a9fba74a1612dc2"), "rt", encoding="utf8")
tgh = {int(m.group(1), 16) for m in (re.match(r"U\+([0-9A-F]+)\tkTGH\t", line) for line in unihan) if m}
gb2312 = set()
for hi in range(0xA1, 0xF8):
    for lo in range(0xA1, 0xFF):
        try: gb2312.add(ord(bytes([hi, lo]).decode("gb2312")))
        except UnicodeDecodeError: pass
hanzi = {c for c in gb2312 if 0x4E00 <= c <= 0x9FFF}
assert (len(tgh), len(gb2312), len(hanzi)) == (8105, 7445, 6763)
symbols = r(0x20, 0x7E) | r(0xA0, 0xFF) | r(0x2000, 0x206F) | r(0x2100, 0x218F) | r(0x2190, 0x21FF) | r(0x2200, 0x22FF) \
    | r(0x2460, 0x24FF) | r(0x2500, 0x257F) | r(0x25A0, 0x25FF) | r(0x2600, 0x26FF) | r(0x2E80, 0x2FDF) | r(0x3000, 0x303F) \
    | r(0x3040, 0x30FF) | r(0x3100, 0x312F) | r(0x3200, 0x33FF) | r(0xFE30, 0xFE4F) | r(0xFF00, 0xFFEF)
rare = set(map(ord, "龑頔䶮㛃㙍㵑𬭎𫖯𬸚"))
uro, ext_a = r(0x4E00, 0x9FFF), r(0x3400, 0x4DBF)
common = gb2312 | tgh | symbols | rare
wide = common | uro | ext_a

# --- fonts
PIP, NPM, DEB = "PyPI `pylopdf-fonts-zh-cn` 0.1.1", "npm `@expo-google-fonts/{}` 0.4.3", "Debian 12 `{}` {}"
OFL = "OFL 1.1, [OFL-Noto-{0}-SC.txt](OFL-Noto-{0}-SC.txt)"
SANS, SERIF = OFL.format("Sans"), OFL.format("Serif")
jobs = [
  ("hei.otf", "黑体; also the fallback for rare characters", "Noto Sans SC Regular 2.004", PIP, SANS, wide,
   "wheel/pylopdf_fonts_zh_cn/NotoSansSC-Regular.otf", "faa6c9df652116dde789d351359f3d7e5d2285a2b2a1f04a2d7244df706d5ea9"),
  ("hei-bold.ttf", "黑体, bold", "Noto Sans SC Bold 2.004-H2", NPM.format("noto-sans-sc"), SANS, common,
   "npm/sans/package/700Bold/NotoSansSC_700Bold.ttf", "9a38ae0ab28cd5a256f9ea8e00dedc688aac17f7915fcb000572990afa956b96"),
  ("hei-rare.otf", "黑体, characters of names beyond the basic plane", "Noto Sans CJK SC Regular 2.004", DEB.format("fonts-noto-cjk", "1:20220127+repack1-1"), SANS,
   r(0x20000, 0x3FFFF) - tgh, "deb/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a"),
  ("song.otf", "宋体", "Noto Serif SC Regular 2.003", PIP, SERIF, common,
   "wheel/pylopdf_fonts_zh_cn/NotoSerifSC-Regular.otf", "e8f396decc1f0963a016a989c3d8852e863d1350996f573860a80767c83a1cd3"),
  ("biaosong.ttf", "stand-in for 小标宋", "Noto Serif SC Bold 2.003-H1", NPM.format("noto-serif-sc"), SERIF, common,
   "npm/serif/package/700Bold/NotoSerifSC_700Bold.ttf", "9c6a2ba736e4b499c84f65ce366bd3625c0401885fd3e585ace50fb738b96ff6"),
  ("kai.ttf", "楷体", "LXGW WenKai Regular 1.250, renamed \"Kepu Kai\"", DEB.format("fonts-lxgw-wenkai", "1.250+repack-1"),
   "OFL 1.1, [LICENSE-LXGW-WenKai.txt](LICENSE-LXGW-WenKai.txt)", common,
   "deb/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf", "bbf534b0ca093928f94d1782855e65a19a32cde82b075d495d072025521953c8"),
  ("FandolFang-Regular.otf", "仿宋", "FandolFang Regular 1.300, unmodified", DEB.format("texlive-lang-chinese", "2022.20230122-1"),
   "GPL 3 with font exception, [LICENSE-Fandol.txt](LICENSE-Fandol.txt)", None,
   "deb/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/FandolFang-Regular.otf", "d838ad32ce2244d8144f408c37fe71065aba6fbbc80759a4d2aa2033948d5bc9"),
]
RESERVED = re.compile("lxgw|霞鹜|霞鶩|文楷|wenkai", re.I)
def rename_kai(font):
    # OFL 1.1 condition 3: the names "LXGW" and "霞鹜" are reserved. Record 0 is the copyright notice that
    # condition 2 obliges every copy to carry; it names the holder, not the font, and stays as it is.
    new = {1: "Kepu Kai", 3: "Kepu Kai:Version 1.250", 4: "Kepu Kai", 6: "KepuKai-Regular", 16: "Kepu Kai", 25: "KepuKai"}
    name = font["name"]
    for n in list(name.names):
        if n.nameID in new: name.setName(new[n.nameID], n.nameID, n.platformID, n.platEncID, n.langID)
    left = [(n.nameID, n.toUnicode()) for n in name.names if n.nameID != 0 and RESERVED.search(n.toUnicode())]
    assert not left, left
    font["OS/2"].achVendID = "    "

rows, gaps, lines = [], [], []
show = lambda have, want: f"{len(have & want)}/{len(want)}"
for target, role, what, package, licence, chars, path, digest in jobs:
    source(path, digest)
    to = f"new/{target}"
    if chars is None:
        shutil.copyfile(path, to)
    else:
        # Face 2 of the Noto Sans CJK collection is Simplified Chinese; asserted below.
        font = TTFont(path, fontNumber=2 if path.endswith(".ttc") else -1, recalcTimestamp=False)
        assert target != "hei-rare.otf" or font["name"].getDebugName(4) == "Noto Sans CJK SC"
        assert font["OS/2"].fsType & 2 == 0, path
        before = set(font.getBestCmap())
        cutter = subset.Subsetter(subset.Options(hinting=False, layout_features=[], notdef_outline=True,
            name_IDs=["*"], name_languages=["*"], glyph_names=False))
        cutter.populate(unicodes=chars)
        cutter.subset(font)
        if target == "kai.ttf": rename_kai(font)
        font.save(to)
        assert set(TTFont(to).getBestCmap()) == before & chars, target  # nothing the source has was lost
    font = TTFont(to)
    have = set(font.getBestCmap())
    glyphs, empty = font.getGlyphSet(), []
    from fontTools.pens.boundsPen import BoundsPen
    for c in sorted(have & (hanzi | tgh | rare | uro | ext_a | r(0x20000, 0x3FFFF))):  # a mapped character must also have an outline
        pen = BoundsPen(glyphs); glyphs[font.getBestCmap()[c]].draw(pen)
        if pen.bounds is None: empty.append(chr(c))
    assert not empty or chars is None, (target, empty[:20])
    if chars and target != "hei-rare.otf": assert hanzi | tgh <= have, (target, (hanzi | tgh) - have)
    rows.append((target, role, what, package, licence, len(have), os.path.getsize(to), sha(to)))
    cover = [show(have, s) for s in (hanzi, gb2312, tgh, uro, ext_a, symbols, rare)]
    lines.append((target, *cover, str(len(empty))))
    gaps.append((target, "".join(map(chr, sorted(tgh - have))), "".join(map(chr, sorted(rare - have))),
                 "".join(map(chr, sorted(gb2312 - hanzi - have)))))
    print(target, os.path.getsize(to), "characters", len(have), "hanzi/GB2312/8105/URO/ExtA/symbols/rare", *cover, "empty", len(empty))
for g in gaps: print("absent", g[0], "8105:", len(g[1]), g[1][:40], "rare:", g[2], "GB2312 non-hanzi:", g[3])

# --- licences
ofl = open("npm/sans/package/LICENSE_FONT", encoding="utf8").read()
ofl = ofl[ofl.index("This Font Software is licensed"):].rstrip() + "\n"
notice = lambda path: TTFont(path)["name"].getDebugName(0)
for style, lines_ in (("Sans", "Copyright 2014-2021 Adobe (http://www.adobe.com/), with Reserved Font Name 'Source'.\n"),
                      ("Serif", "Copyright 2017-2024 Adobe (http://www.adobe.com/).\nCopyright 2012 Google Inc. All Rights Reserved.\n")):
    mine = [j for j in jobs if f"OFL-Noto-{style}" in j[4]]
    open(f"new/OFL-Noto-{style}-SC.txt", "w", encoding="utf8").write(lines_ + "\nThe notices the font files carry:\n"
        + "".join(f"  {j[0]}: {notice('new/' + j[0])}\n" for j in mine)
        + "Noto is a trademark of Google Inc. These files are Modified Versions: cut to fewer characters, hinting and\n"
          "layout features removed.\n\n" + ofl)
debian = open("deb/usr/share/doc/fonts-lxgw-wenkai/copyright", encoding="utf8").read()
assert 'With Reserved Font Names "霞鹜" and "LXGW"' in debian
open("new/LICENSE-LXGW-WenKai.txt", "w", encoding="utf8").write(
    notice("new/kai.ttf").replace("\r", "") + "\n"
    'With Reserved Font Names "霞鹜" and "LXGW".\n'
    "Klee is a trademark of Fontworks Inc.\n\n"
    'kai.ttf is a Modified Version named "Kepu Kai": cut to fewer characters, hinting and layout features removed.\n\n' + ofl)
fandol = "deb/usr/share/doc/texlive-doc/fonts/fandol/"
copying = gzip.open(fandol + "COPYING.gz", "rt", encoding="utf8").read()
assert "GNU GENERAL PUBLIC LICENSE" in copying and "As a special exception, if you create a document which uses this font" in copying
exception = re.sub(r"[ \t]+\n", "\n", copying[copying.index("As a special exception"):].strip()) + "\n"
open("new/LICENSE-Fandol.txt", "w", encoding="utf8").write(
    "FandolFang-Regular.otf, unmodified.\n" + notice("new/FandolFang-Regular.otf") + "\n"
    "https://www.ctan.org/tex-archive/fonts/fandol\n"
    "GNU General Public License version 3, with this exception:\n\n" + exception +
    "\nBelow: the README and the COPYING file of the Fandol fonts, in full.\n" + "=" * 76 + "\n\n"
    + open(fandol + "README", encoding="utf8").read().strip() + "\n\n" + "=" * 76 + "\n\n" + copying)

# --- README
cell = lambda s: s or "none"
def charset(target):
    return {"hei.otf": "wide", "FandolFang-Regular.otf": "as published", "hei-rare.otf": "U+20000–3FFFF less the 8105"}.get(target, "common")
md = ["# fonts/", "",
 "Made by [`.ci/fonts.sh`](../.ci/fonts.sh), which also writes this file: change the script, not the result.", "",
 "The six OFL files are compiled into the program. `FandolFang-Regular.otf` is not: it is under the GPL, so it",
 "is a separate, unmodified file read at run time: from `fonts/` beside the program, else from this folder.", "",
 "| File | Role | Font | Source | Licence |", "|---|---|---|---|---|"]
md += [f"| `{t}` | {role} | {what} | {package} | {lic} |" for t, role, what, package, lic, *_ in rows]
md += ["", "| File | Character set | Characters | Bytes | SHA-256 |", "|---|---|--:|--:|---|"]
md += [f"| `{t}` | {charset(t)} | {n} | {size} | `{digest}` |" for t, *_, n, size, digest in rows]
md += ["", "## Character sets", "",
 "- **common**: GB 2312 (6763 hanzi and 682 others), the 8105 characters of 通用规范汉字表 (Unihan `kTGH`, Debian",
 "  `unicode-data` 15.0.0-1), the symbols below, and 龑頔䶮㛃㙍㵑𬭎𫖯𬸚; of each, what the source font has.",
 "- **wide**: common, and all of U+4E00–9FFF and U+3400–4DBF that the source font has.",
 "- **symbols**: ASCII, Latin-1, U+2000–206F, 2100–218F, 2190–21FF, 2200–22FF, 2460–24FF, 2500–257F, 25A0–25FF,",
 "  2600–26FF, 2E80–2FDF, 3000–303F, 3040–30FF, 3100–312F, 3200–33FF, FE30–FE4F, FF00–FFEF.", "",
 "Covered, of code points asked for (blocks count unassigned code points too):", "",
 "| File | GB 2312 hanzi | GB 2312 | 8105 | U+4E00–9FFF | U+3400–4DBF | symbols | 龑頔䶮㛃㙍㵑𬭎𫖯𬸚 |", "|---|--:|--:|--:|--:|--:|--:|--:|"]
md += ["| `" + l[0] + "` | " + " | ".join(l[1:8]) + " |" for l in lines]
md += ["", "Absent:", "", "| File | of the 8105 | of 龑頔䶮㛃㙍㵑𬭎𫖯𬸚 | of GB 2312's non-hanzi |", "|---|---|---|---|"]
md += [f"| `{t}` | {cell(a) if len(a) <= 40 else f'{len(a)} characters'} | {cell(b)} | {cell(c.replace('|', chr(92) + '|')) if len(c) <= 40 else f'{len(c)} characters'} |" for t, a, b, c in gaps if t != "hei-rare.otf"]
md += ["", "## What was changed", "",
 "The OFL files have no hinting and no layout features (no kerning, no vertical or localised forms). The outline of",
 "`.notdef` and the name records are kept, except in `kai.ttf`: its licence reserves the names LXGW and 霞鹜, so its",
 "family, full, unique and PostScript names are \"Kepu Kai\" and its vendor ID is blank. The copyright notice (name",
 "record 0) still names LXGW as the author, because the licence obliges every copy to carry it.", ""]
open("new/README.md", "w", encoding="utf8").write("\n".join(md))
P
cp new/* "$out"/
