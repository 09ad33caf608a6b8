#!/usr/bin/env bash
# A binding's tests on musl: in a Temurin 17 runtime for Alpine, on this machine's kernel, with the C library of Debian's package
# musl. For jni the C code is also compiled by musl-gcc, with all warnings, and its ctests run. The tests then run with the library
# of the jar, as a program's would.
#
#   musl.sh nio|jni|jnr all|CLASS ...     writes the log to standard output
set -euo pipefail
. "$(dirname "$0")/common.sh"

[ "$1" != ffm ] || fail "ffm needs JDK 22, and the runtime for musl is 17"
[ "$(uname -m)" = x86_64 ] || fail "the runtime is for x86-64"
take "$1"
shift
need mvn maven musl-gcc musl-tools cmake cmake
. "$(dirname "$0")/musl-runtime.sh"

if [ "$binding" = jni ]; then
  jdk=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
  rm -rf "$out/musl-build"
  {
    cmake -S native -B "$out/musl-build" -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_COMPILER=musl-gcc "-DPOLLUX_JDK=$jdk" \
      "-DPOLLUX_HEADERS=$PWD/java/pollux-jni/target/native/headers" "-DPOLLUX_OUTPUT=$out/musl-build" &&
      cmake --build "$out/musl-build" && ctest --test-dir "$out/musl-build" --timeout 20
  } >"$out/musl-build.log" 2>&1 || fail "the library of jni does not build or its ctests fail; see $out/musl-build.log"
fi

arguments "$PWD" "$(libraries | sort -u | paste -sd: | sed 's/^://')" "$@" >"$out/musl-$binding.arguments"
echo "system: Linux $(uname -r | sed 's/-.*//'), x86-64, musl $("$musl" 2>&1 | sed -n 's/^Version //p')"
cd "java/${modules[-1]}"
timeout --foreground "${POLLUX_LIMIT:-900}" "$runtime/bin/java" "@$out/musl-$binding.arguments" </dev/null 2>&1
