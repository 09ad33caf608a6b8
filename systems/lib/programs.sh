#!/usr/bin/env bash
# The same programs on a system of the matrix: the example servers, asked from outside their JVM (see ask.sh).
#
#   programs.sh here|jdk21|jdk26|jdk28|musl|wine10|linux5.10|linux6.1|linux6.12|linux7|arm64 ...     none: each of them
set -euo pipefail
own=$(realpath "$0")
. "$(dirname "$own")/common.sh"
. "$(dirname "$own")/debian.sh"
. "$(dirname "$own")/base.sh"
. "$(dirname "$own")/vm-start.sh"

need busybox busybox
jar=$PWD/java/examples/target/pollux-examples.jar
[ -f "$jar" ] || fail "the examples are not built here: mvn -DskipTests package, in the project's root"
ports=${POLLUX_PORTS:-21000}

# ask BINDING BACKEND JAVA ...
ask() { timeout "${POLLUX_LIMIT:-600}" busybox sh systems/lib/ask.sh "$ports" "$@" || true; }

# On a Linux of this machine: each backend by a binding, and the selector by none.
linux() {
  local binding=$1
  shift
  for backend in epoll io_uring emulated; do ask "$binding" "$backend" "$@" -jar "$jar"; done
  ask '' nio "$@" -jar "$jar"
}

in_vm() {
  local run binding=$3
  vm_kind "$1" "$2"
  run=$(mktemp -d)
  mkdir "$run/examples"
  cp "$jar" systems/lib/ask.sh "$run/examples/"
  # The emulated processor starts five JVMs a backend: epoll, and the completion port that is the best there.
  vm_init "$run" "cd /examples
echo \"system: Linux \$(uname -r | sed 's/-.*//'), \$(uname -m)$([ "$accel" = kvm ] || echo ' emulated')\"
for backend in ${4:-epoll io_uring}; do
  BUSYBOX=/bin/busybox sh ask.sh 21000 $binding \$backend java -XX:TieredStopAtLevel=1 -Xshare:auto -jar pollux-examples.jar
done"
  vm_run "$run"
  rm -r "$run"
}

# Wine 10, in a chroot. The Windows runtime is the one that a cell of wine10 has fetched.
windows() {
  need mmdebstrap mmdebstrap
  local root=$cache/trixie-wine runtimes=("$cache"/windows/*/bin/java.exe) prefix=$out/wine10-prefix
  [ -f "${runtimes[0]}" ] || fail "no Windows runtime in $cache/windows: systems/run wine10-ffm fetches it"
  make_root trixie "$root" wine64
  enter_root "$root" "$PWD" "$cache/windows"
  local wine=(chroot "$root" env "WINEPREFIX=$prefix" WINEDEBUG=-all 'WINEDLLOVERRIDES=iphlpapi=b;mscoree,mshtml='
    LANG=C.UTF-8 /usr/lib/wine/wine64)
  "${wine[@]}" wineboot -i || fail "wineboot fails"
  for backend in iocp nio; do ask '' "$backend" "${wine[@]}" "${runtimes[0]}" -jar "$jar"; done
}

programs() {
  case $1 in
    here) linux jni java ;;
    jdk*)
      need mmdebstrap mmdebstrap
      make_root sid "$cache/sid" "$sid_packages"
      enter_root "$cache/sid" "$PWD"
      local feature=${1#jdk} binding=ffm
      [ "$feature" -ge 22 ] || binding=jni
      linux "$binding" chroot "$cache/sid" "$(jdk_in "$cache/sid" "$feature")"
      ;;
    musl)
      . systems/lib/musl-runtime.sh
      linux jni "$runtime/bin/java"
      ;;
    linux5.10) in_vm amd64 5.10 jni 'epoll emulated' ;;
    linux*) in_vm amd64 "${1#linux}" ffm ;;
    arm64) in_vm arm64 6.12 ffm ;;
    wine10) windows "$1" ;;
    *) fail "no programs on $1" ;;
  esac
}

status=0
[ $# -gt 0 ] || set -- here jdk21 jdk26 jdk28 musl wine10 linux5.10 linux6.1 linux6.12 linux7 arm64
for system in "$@"; do
  case $system in
    jdk* | wine10) # in a chroot
      if [ -z "${POLLUX_MOUNTS:-}" ]; then
        (own_mounts "$own" "$system") || status=1
        continue
      fi
      ;;
  esac
  log=$out/programs-$system.log
  echo "=== the programs on $system, into $log"
  (programs "$system") </dev/null >"$log" 2>&1 || status=1
  grep -E ': (passed|FAILED)' "$log" || true
  passed=$(grep -c ': passed' "$log" || true) failed=$(grep -c ': FAILED' "$log" || true)
  echo "$system: $passed passed, $failed failed"
  mkdir -p docs/systems
  echo "| $system | $(sed -n 's/^[a-z]* on \([a-z_]*\) by .*: passed$/\1/p' "$log" | uniq -c | sed 's/ *\([0-9]*\) \(.*\)/\2 \1/' | paste -sd, |
    sed 's/,/, /g') | $failed | $(date +%F), $(git rev-parse --short=8 HEAD) |" >"docs/systems/$system.programs"
  [ "$passed" -gt 0 ] && [ "$failed" = 0 ] || status=1
done
exit "$status"
