#!/usr/bin/env bash
# The same programs on a system of the matrix: the example servers, asked from outside their JVM (see ask.sh).
#
#   programs.sh here|jdk21|jdk26|jdk28|musl|wine8|wine10|linux5.10|linux6.1|linux6.12|linux7|arm64 ...     none: each of them
set -euo pipefail
own=$(realpath "$0")
. "$(dirname "$own")/common.sh"
. "$(dirname "$own")/debian.sh"
. "$(dirname "$own")/base.sh"
. "$(dirname "$own")/vm-start.sh"
. "$(dirname "$own")/wine-start.sh"

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

# Under a Wine of that version, by the Windows runtime that a cell of it has left.
windows() {
  local runtime=$PWD/wine/target/java-25 in_root=() wine
  [ -f "$runtime/bin/java.exe" ] || fail "no Windows runtime in wine/target: systems/run wine$1-ffm leaves it there"
  wine_kind "$1"
  if [ -n "$root" ]; then
    enter_root "$root" "$PWD" "$(dirname "$(dirname "$(realpath "$runtime/bin/java.exe")")")"
    in_root=(chroot "$root")
  fi
  in_root+=(env "WINEPREFIX=$out/wine$1-prefix" WINEDEBUG=-all "WINEDLLOVERRIDES=$overrides" LANG=C.UTF-8 "JDK_JAVA_OPTIONS=$java_options")
  wine=("${in_root[@]}" /usr/lib/wine/wine64)
  "${wine[@]}" wineboot -i || fail "wineboot fails"
  for backend in iocp afd nio; do ask '' "$backend" "${wine[@]}" "$runtime/bin/java.exe" -jar "$jar"; done
  "${in_root[@]}" /usr/lib/wine/wineserver -k || true
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
    wine*) windows "${1#wine}" ;;
    *) fail "no programs on $1" ;;
  esac
}

status=0
[ $# -gt 0 ] || set -- here jdk21 jdk26 jdk28 musl wine8 wine10 linux5.10 linux6.1 linux6.12 linux7 arm64
for system in "$@"; do
  case $system in
    jdk* | wine*) # in a chroot, most of them
      if [ -z "${POLLUX_MOUNTS:-}" ]; then
        (own_mounts "$own" "$system") || status=1
        continue
      fi
      ;;
  esac
  log=$out/programs-$system.log
  echo "=== the programs on $system, into $log"
  # A virtual machine's console ends its lines otherwise.
  (programs "$system") </dev/null 2>&1 | tr -d '\r' >"$log" || status=1
  grep -E ': (passed|FAILED)' "$log" || true
  passed=$(grep -c ': passed' "$log" || true) failed=$(grep -c ': FAILED' "$log" || true)
  echo "$system: $passed passed, $failed failed"
  mkdir -p docs/systems
  echo "| $system | $(sed -n 's/^[a-z]* on \([a-z_]*\) by .*: passed$/\1/p' "$log" | uniq -c | sed 's/ *\([0-9]*\) \(.*\)/\2 \1/' | paste -sd, |
    sed 's/,/, /g') | $failed | $(date +%F), $(git rev-parse --short=8 HEAD) |" >"docs/systems/$system.programs"
  [ "$passed" -gt 0 ] && [ "$failed" = 0 ] || status=1
done
exit "$status"
