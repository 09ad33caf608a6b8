#!/usr/bin/env bash
# A binding's tests on a JDK of this machine's own, or of Debian's newest release, in a chroot. That one has a newer glibc, too.
#
#   jdk.sh 17|21|25|26|28 nio|ffm|jni|jnr all|CLASS ...     writes the log to standard output
set -euo pipefail
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/debian.sh"

feature=$1
take "$2"
[ "$binding" != ffm ] || [ "$feature" -ge 22 ] || fail "ffm needs JDK 22"
[ "$feature" -lt 24 ] || flags+=(--enable-native-access=ALL-UNNAMED)

# The machine's own first.
own=''
for java in /usr/lib/jvm/*/bin/java "${JAVA_HOME:-/none}/bin/java"; do
  [ -x "$java" ] || continue
  "$java" -version 2>&1 | grep -q "version \"$feature[\".]" && own=$java
done
if [ -n "$own" ]; then
  java=("$own")
  glibc=$(ldd --version | sed -n '1s/.* //p')
else
  own_mounts "$0" "$@"
  need mmdebstrap mmdebstrap
  root=$cache/sid
  make_root sid "$root" "$sid_packages"
  repository=$(sed 's|^\([^:]*\)/org/junit/.*|\1|; s|:.*||' wine/target/test-libraries)
  enter_root "$root" "$repository" "$PWD"
  java=(chroot "$root" /bin/sh -c 'cd "$0" && exec "$@"' "$PWD/java/${modules[-1]}" "$(jdk_in "$root" "$feature")")
  glibc=$(chroot "$root" ldd --version | sed -n '1s/.* //p')
fi

shift 2
arguments "$PWD" "$(libraries | sort -u | paste -sd: | sed 's/^://')" "$@" >"$out/jdk$feature-$binding.arguments"
echo "system: Linux $(uname -r | sed 's/-.*//'), $(uname -m), glibc $glibc"
arguments=$out/jdk$feature-$binding.arguments
cd "java/${modules[-1]}"
timeout --foreground "${POLLUX_LIMIT:-900}" "${java[@]}" "@$arguments" </dev/null 2>&1
