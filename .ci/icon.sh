#!/usr/bin/env bash
# Makes the icons of assets/icon from the drawing beside them. Run by hand after changing it; the icons are committed.
set -euo pipefail
cd "$(dirname "$0")/../assets/icon"
command -v rsvg-convert >/dev/null && command -v convert >/dev/null || {
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends librsvg2-bin imagemagick >/dev/null
}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
for size in 16 20 24 32 40 48 64 128 256; do
  rsvg-convert -w $size -h $size kepu-ledger.svg -o "$work/$(printf %03d $size).png"
done
convert "$work"/*.png kepu-ledger.ico
cp "$work/128.png" kepu-ledger.png
