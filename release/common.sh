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

# The folders of the modules that are a part of a release, one a line.
released_modules() {
  grep -l '<pollux.unreleased>false</pollux.unreleased>' java/*/pom.xml | xargs -n1 dirname
}