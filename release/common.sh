# What the scripts of this folder share. They are sourced, from the repository's root.

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# need PROGRAM PACKAGE ...: says what is missing, and what Debian calls it
need() {
  local missing=()
  while [ $# -gt 0 ]; do
    command -v "$1" >/dev/null || missing+=("$1 (Debian: $2)")
    shift 2
  done
  [ ${#missing[@]} -eq 0 ] || fail "not on the PATH: ${missing[*]}"
}

# need_version VERSION: a version becomes a part of paths that are removed, so it has to be one
need_version() {
  [[ $1 =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z]+([.-][0-9A-Za-z]+)*)?$ ]] || fail "no version, as 0.1.0 or 0.1.0-rc.1 is one: $1"
}

# absolute PATH: the same without a relative beginning, as it holds in other folders, too
absolute() { case $1 in /*) printf '%s\n' "${1%/}" ;; *) printf '%s\n' "$PWD/${1%/}" ;; esac; }

# staged_version STAGING: what release/stage has left there
staged_version() {
  local found
  found=$(find "$1/dev/pollux/pollux" -mindepth 1 -maxdepth 1 -type d 2>/dev/null) || true
  [ -n "$found" ] || fail "nothing is staged in $1: release/stage VERSION"
  [ "$(wc -l <<<"$found")" = 1 ] || fail "more than one version is staged in $1: $found"
  basename "$found"
}

# released_modules: the folders of the modules that are a part of a release, one a line
released_modules() {
  grep -l '<pollux.unreleased>false</pollux.unreleased>' java/*/pom.xml | xargs -n1 dirname
}
