# Sourced by the scripts beside it: what builds Windows programs on Debian, and the settings for it.
# The compiler is Debian's own with its library's source, because a standard library for Windows can't be fetched as a
# binary here: it is built along (-Zbuild-std; RUSTC_BOOTSTRAP lets a stable compiler do that).
# On Windows itself `cargo build --release` is all there is to do.

TARGET=x86_64-pc-windows-gnu
# Nothing in it is shared with the Linux build, which has a compiler of its own.
export CARGO_TARGET_DIR="${KEPU_WINDOWS_TARGET:-$HOME/.cache/kepu-ledger-windows}"

need() { # packages: those that are missing are installed
  local package missing=()
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  if [ ${#missing[@]} -gt 0 ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  fi
}

use_compiler() {
  need gcc-mingw-w64-x86-64-win32 g++-mingw-w64-x86-64-win32 binutils-mingw-w64-x86-64 rustc-web cargo-web rust-web-src
  # Before rustup's: its cargo and rustc must not win.
  export PATH=/usr/bin:/bin:/usr/sbin:/sbin
  export RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_unwind
  export CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER=x86_64-w64-mingw32-gcc
  unset RUSTUP_TOOLCHAIN || true
  local compiler source
  compiler=$(rustc -V | cut -d' ' -f2)
  source=$(basename "$(readlink -f /usr/lib/rustlib/src/rust/library/..)" | sed 's/rustc-//')
  [ "$compiler" = "$source" ] || { echo "the compiler is $compiler, its library's source $source" >&2; exit 1; }
}

megabytes() { stat -c %s "$1" | awk '{ print $1 / 1000000 }'; }
