#!/usr/bin/env bash
# The project's Windows tests (see the folder wine) under a Wine of one version. If the machine's own is another, they run in a chroot,
# which Maven's run enters by commands named wine64 and wineserver. That takes root.
#
#   wine.sh 8|10 nio|ffm|jni|jnr all|CLASS ...     writes the log to standard output
set -euo pipefail
own=$(realpath "$0")
. "$(dirname "$own")/common.sh"
. "$(dirname "$own")/debian.sh"
. "$(dirname "$own")/wine-start.sh"
need mvn maven x86_64-w64-mingw32-gcc gcc-mingw-w64-x86-64-win32 pip3 python3-pip
[ -f wine/target/test-libraries ] || fail "not built here: mvn -DskipTests package, in the project's root"
version=$1
wine_kind "$version"
[ -z "$root" ] || own_mounts "$own" "$@"

# By jni and jnr the run of that name has what others' runs do not have. The whole of it is asked for here.
case $2 in
  nio | ffm) run=$2 ;;
  jni | jnr) run=$2-whole ;;
  *) fail "the binding is one of nio, ffm, jni and jnr, not $2" ;;
esac
shift 2
tests=$(printf ',%s' "$@")
tests=${tests#,}
[ "$tests" != all ] || tests=''

work=$cache/wine$version
mkdir -p "$work/bin" "$cache/windows"
if [ -n "$root" ]; then
  repository=$(sed 's|^\([^:]*\)/org/junit/.*|\1|; s|:.*||' wine/target/test-libraries)
  [ -d "$repository" ] || fail "Maven's repository is not where wine/target/test-libraries says"
  enter_root "$root" "$repository" "$cache/windows" "$work" "$PWD"
  # Its own prefixes, since a newer Wine converts an older one's.
  for command in wine64 wineserver; do
    cat >"$work/bin/$command" <<COMMAND
#!/bin/sh
export WINEDLLOVERRIDES='$overrides' LANG=C.UTF-8 LC_ALL=
[ -z "\$WINEPREFIX" ] || export WINEPREFIX="$work/prefix-\$(basename "\$WINEPREFIX")"
exec chroot '$root' /bin/sh -c 'cd "\$0" && exec /usr/lib/wine/$command "\$@"' "\$PWD" "\$@"
COMMAND
    chmod +x "$work/bin/$command"
  done
  PATH=$work/bin:$PATH
fi

echo "system: Windows, as Wine $(wine_version) has it, x86-64"
mvn -q -B -ntp verify -pl wine "-Dpollux.wine.cache=$cache/windows" -Dpollux.wine.required "-Dpollux.wine.runs=$run" \
  "-Dpollux.wine.tests=$tests" "-Dpollux.wine.flags=${POLLUX_FLAGS:-}" "-Dpollux.wine.seconds=${POLLUX_LIMIT:-1200}" 2>&1 || true
cat "wine/target/reports/$run/console.log"
