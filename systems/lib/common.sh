# Sourced by the scripts. The current directory is the project's root, built by `mvn -DskipTests package`.

cache=$(realpath -m "${POLLUX_CACHE:-$HOME/.cache/pollux-systems}")
out=$PWD/target/systems
mkdir -p "$cache" "$out"

fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# need COMMAND PACKAGE ...: Debian's packages that have the commands.
need() {
  while [ $# -gt 0 ]; do
    command -v "$1" >/dev/null || fail "no $1 on the PATH: apt-get install $2"
    shift 2
  done
}

# take BINDING: sets binding, the modules whose tests run, and the JVM's flags, as Surefire has them.
take() {
  binding=$1
  modules=(pollux)
  flags=(-showversion "-Ddev.pollux.test.binding=$binding" "-Ddev.pollux.binding=$binding")
  case $binding in
    nio) flags=(-showversion -Ddev.pollux.test.binding= -Ddev.pollux.binding=) ;;
    ffm | jnr) modules+=("pollux-$binding") ;;
    jni) modules+=(pollux-jni) && flags+=(-Xcheck:jni) ;;
    *) fail "the binding is one of nio, ffm, jni and jnr, not $binding" ;;
  esac
  read -ra more <<<"${POLLUX_FLAGS:-}"
  flags+=("${more[@]}")
  require_built "${modules[@]}"
  [ -f wine/target/test-libraries ] || fail "wine is not built: mvn -DskipTests package (it lists JUnit's console)"
}

require_built() {
  local module
  for module in "$@"; do
    [ -d "java/$module/target/classes" ] || fail "java/$module is not built here: mvn -DskipTests package, in the project's root"
  done
}

# libraries: the third party's jars of the modules' tests, and JUnit's console.
libraries() {
  local module
  for module in "${modules[@]}"; do
    tr : '\n' <"java/$module/target/test-libraries" && echo
  done
  tr : '\n' <wine/target/test-libraries && echo
}

# arguments ROOT LIBRARIES all|contracts|CLASS ...: what the JVM is told, a line each. The project lies in ROOT there.
arguments() {
  local at=$1 libraries=$2 path='' module
  shift 2
  for module in "${modules[@]}"; do
    path+=$at/java/$module/target/test-classes:$at/java/$module/target/classes:
  done
  # The last module is the one whose tests these are: Surefire would run in its folder.
  printf '%s\n' "${flags[@]}" "-Dbasedir=$at/java/${modules[-1]}" -cp "$path$libraries"
  printf '%s\n' org.junit.platform.console.ConsoleLauncher execute --disable-banner --disable-ansi-colors --details=testfeed
  case $1 in
    all | contracts)
      for module in "${modules[@]}"; do
        echo "--scan-class-path=$at/java/$module/target/test-classes"
      done
      [ "$1" = all ] || grep -v '^#' "$(dirname "${BASH_SOURCE[0]}")/../contracts"
      ;;
    *) printf -- '--select-class=%s\n' "$@" ;;
  esac
}

# stamped: copies lines, with the seconds since the script's start before each, so that a log tells what took long.
stamped() {
  local line
  while IFS= read -r line; do printf '%4d %s\n' "$SECONDS" "${line%$'\r'}"; done
}
