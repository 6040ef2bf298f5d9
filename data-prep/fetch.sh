#!/usr/bin/env bash
# Gets MNIST or Fashion-MNIST and checks every byte of it. See README.md beside this file.
# Written for bash 3.2 too, the one that macOS has.
set -uo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
files="train-images-idx3-ubyte train-labels-idx1-ubyte t10k-images-idx3-ubyte t10k-labels-idx1-ubyte"
sums=${CONVSPARK_SHA256SUMS:-$here/SHA256SUMS}
retries=${CONVSPARK_RETRIES:-3}
connect_timeout=5 # seconds: a machine without a network must hear so soon

usage() {
  cat <<'USAGE'
Usage: data-prep/fetch.sh mnist|fashion-mnist [--from DIR] [--to DIR]

Gets the dataset's four IDX files and checks their SHA-256.

  --from DIR  take the files from a directory (compressed or not), use no network
  --to DIR    where to put them; default: data/mnist or data/fashion-mnist in the project
  --help      print this

Environment:
  CONVSPARK_MIRRORS      URLs of directories to download from instead, separated by spaces
  CONVSPARK_RETRIES      how often to retry or resume each download; default: 3
  CONVSPARK_SHA256SUMS   another file of checksums

Exit code: 0 all files are there and right, 1 wrong usage, 2 they could not be had.
USAGE
}

say() { printf '%s\n' "$*"; }
complain() { printf '%s\n' "$*" >&2; }

misused() {
  complain "$1; see data-prep/fetch.sh --help"
  exit 1
}

fail() {
  while [ $# -gt 0 ]; do
    complain "$1"
    shift
  done
  exit 2
}

dataset=
from=
to=
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help)
      usage
      exit 0
      ;;
    --from | --to)
      if [ $# -lt 2 ] || [ -z "$2" ]; then misused "$1: nothing given, a directory expected"; fi
      if [ "$1" = --from ]; then from=$2; else to=$2; fi
      shift 2
      ;;
    mnist | fashion-mnist)
      [ -z "$dataset" ] || misused "$1: given after $dataset, one dataset expected"
      dataset=$1
      shift
      ;;
    *) misused "$1: given, mnist or fashion-mnist, --from DIR, --to DIR or --help expected" ;;
  esac
done
[ -n "$dataset" ] || misused "no dataset given, mnist or fashion-mnist expected"
[ -n "$to" ] || to=$root/data/$dataset

case $dataset in
  mnist)
    mirrors="https://storage.googleapis.com/cvdf-datasets/mnist https://ossci-datasets.s3.amazonaws.com/mnist"
    packaged=
    ;;
  fashion-mnist)
    mirrors="http://fashion-mnist.s3-website.eu-central-1.amazonaws.com"
    packaged=/usr/share/datasets/fashion-mnist # Debian's dataset-fashion-mnist
    ;;
esac
if [ -n "${CONVSPARK_MIRRORS:-}" ]; then
  mirrors=$CONVSPARK_MIRRORS
  packaged=
fi

if command -v sha256sum >/dev/null 2>&1; then
  digest() { sha256sum; }
elif command -v shasum >/dev/null 2>&1; then
  digest() { shasum -a 256; }
else
  fail "neither sha256sum nor shasum found: the files could not be checked" \
    "Install one of them (Debian: coreutils) and run this again."
fi

# The digest that a file must have when uncompressed.
expected() {
  local digest name
  while read -r digest name; do
    if [ "$name" = "$dataset/$1" ]; then printf '%s\n' "$digest"; fi
  done <"$sums"
}

# By content, not by name: some servers and browsers uncompress on the way.
is_gzip() {
  local LC_ALL=C magic=
  IFS= read -r -n 2 magic <"$1"
  [ "$magic" = $'\x1f\x8b' ]
}

# The digest of what a file holds, uncompressed. A damaged gzip gives one, too: a wrong one.
found() {
  local line
  if is_gzip "$1"; then
    line=$(gzip -dc <"$1" 2>/dev/null | digest)
  else
    line=$(digest <"$1")
  fi
  printf '%s\n' "${line%% *}"
}

is_right() { [ "$(found "$1")" = "$(expected "$2")" ]; }

# A name's file in a directory, compressed or not; fails where there is none.
locate() {
  for candidate in "$1/$2.gz" "$1/$2"; do
    if [ -f "$candidate" ]; then
      printf '%s\n' "$candidate"
      return 0
    fi
  done
  return 1
}

copying=
# Half a copy is of no use; half a download is: the next run resumes it.
clean_up() { [ -z "$copying" ] || rm -f "$copying"; }
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Gives a checked file its final name, which says whether it is compressed.
keep() {
  local final=$to/$2
  if is_gzip "$1"; then final=$final.gz; fi
  mv -f "$1" "$final" || fail "$final: could not be written" "Check the permissions of $to."
}

mismatch() {
  printf '%s: SHA-256 of the uncompressed bytes is %s, expected %s' "$1" "$2" "$(expected "$3")"
}

holds_all() {
  local name
  for name in $missing; do
    locate "$1" "$name" >/dev/null || return 1
  done
}

copy_from() {
  local directory=$1 name source
  [ -d "$directory" ] || fail "$directory: no such directory" \
    "Give one with the four files: data-prep/fetch.sh $dataset --from DIR"
  for name in $missing; do
    locate "$directory" "$name" >/dev/null || fail \
      "$directory: neither $name.gz nor $name is there, one of them expected" \
      "Add it, or run data-prep/fetch.sh $dataset without --from to download it."
  done
  for name in $missing; do
    source=$(locate "$directory" "$name")
    copying=$to/.$name.copy
    # Not cp, which would copy a read-only mode as well.
    cat "$source" >"$copying" || fail "$source: could not be copied to $to" \
      "Check the permissions and the free space of $to."
    is_right "$copying" "$name" || fail "$(mismatch "$source" "$(found "$copying")" "$name")" \
      "It is damaged or of another dataset: get it anew."
    keep "$copying" "$name"
    copying=
  done
}

if command -v curl >/dev/null 2>&1; then
  # --retry is for passing trouble (a timeout, a busy server), and ends with --retry-max-time;
  # --speed-*: give up on a connection that is open but silent.
  transfer() {
    local progress=--silent
    if [ -t 2 ]; then progress=--progress-bar; fi
    curl --fail --location --show-error $progress --continue-at - \
      --connect-timeout "$connect_timeout" --speed-limit 1 --speed-time 30 \
      --retry "$retries" --retry-delay 1 --retry-max-time 10 --output "$2" "$1"
  }
elif command -v wget >/dev/null 2>&1; then
  transfer() {
    local progress=--no-verbose
    if [ -t 2 ]; then progress=--progress=bar; fi
    wget $progress --continue --connect-timeout="$connect_timeout" --read-timeout=30 \
      --tries=1 --output-document="$2" "$1"
  }
else
  transfer() {
    complain "neither curl nor wget is installed"
    return 1
  }
fi

bytes() { if [ -f "$1" ]; then wc -c <"$1"; else echo 0; fi; }

# Downloads, and resumes what was cut off as long as each attempt brings something. On failure
# $trouble says why, and $status is the exit code of curl or wget.
pull() {
  local url=$1 part=$2 attempt=0 before
  while :; do
    before=$(bytes "$part")
    if [ -t 2 ]; then
      complain "$url"
      trouble="could not be downloaded"
      transfer "$url" "$part"
      status=$?
    else
      trouble=$(transfer "$url" "$part" 2>&1)
      status=$?
      trouble=$(printf '%s\n' "$trouble" | tail -n 1)
    fi
    if [ "$status" -eq 0 ]; then return 0; fi
    attempt=$((attempt + 1))
    if [ "$attempt" -gt "$retries" ] || [ "$(bytes "$part")" -le "$before" ]; then return 1; fi
  done
}

# Downloads one file from one mirror and checks it.
download_from() {
  local url=$1 part=$2 name=$3 resumed=
  if [ -s "$part" ]; then
    # Whole already, if the last run was stopped between the download and the check.
    if is_right "$part" "$name"; then return 0; fi
    resumed=yes
  fi
  while :; do
    if pull "$url" "$part"; then
      if is_right "$part" "$name"; then return 0; fi
      trouble=$(mismatch "$name" "$(found "$part")" "$name")
      rm -f "$part"
    else
      # The server's "no" to a resumption: curl's 22, 33 and 36, wget's 8. After anything else the
      # part stays, for the next run to resume.
      case $status in 8 | 22 | 33 | 36) ;; *) return 1 ;; esac
    fi
    # What an earlier run left may not fit what the mirror holds now: once more from the start.
    if [ -z "$resumed" ]; then return 1; fi
    rm -f "$part"
    resumed=
  done
}

# Downloads one file from the first mirror that has it right; adds to $tried what went wrong.
download() {
  local name=$1 mirror url part
  for mirror in $mirrors; do
    url=${mirror%/}/$name.gz
    # A part belongs to its mirror: mirrors compress differently.
    part=$to/.$name.gz.$(printf '%s' "$url" | cksum | cut -d ' ' -f 1).part
    if download_from "$url" "$part" "$name"; then
      keep "$part" "$name"
      rm -f "$to/.$name.gz."*.part
      return 0
    fi
    if [ ! -s "$part" ]; then rm -f "$part"; fi
    tried="$tried${tried:+; }$url ($trouble)"
  done
  return 1
}

[ -r "$sums" ] || fail "$sums: can't be read; it holds the checksums" "Restore it from the project."
for name in $files; do
  [ -n "$(expected "$name")" ] || fail "$sums: has no line for $dataset/$name" \
    "Restore it from the project."
done

missing=
for name in $files; do
  if ! present=$(locate "$to" "$name"); then
    missing="$missing${missing:+ }$name"
  elif ! is_right "$present" "$name"; then
    # Not put there by this script, so not for this script to remove.
    fail "$(mismatch "$present" "$(found "$present")" "$name")" \
      "Remove it, or give another directory with --to DIR."
  fi
done
if [ -z "$missing" ]; then
  say "$to: $dataset is there already, and whole"
  exit 0
fi

mkdir -p "$to" || fail "$to: can't be created" "Give another directory with --to DIR."

if [ -z "$from" ] && [ -n "$packaged" ] && holds_all "$packaged"; then
  from=$packaged
fi
if [ -n "$from" ]; then
  copy_from "$from"
else
  tried=
  for name in $missing; do
    # Not a word of the other files when this one can't be had: they would fail the same way.
    download "$name" || fail "$dataset could not be downloaded: $tried" \
      "Where you have the files already: data-prep/fetch.sh $dataset --from DIR"
  done
fi
say "$to: $dataset is complete and checked"
