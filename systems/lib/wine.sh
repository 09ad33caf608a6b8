#!/usr/bin/env bash
# The project's Windows tests (see the folder wine) under Wine 10 instead of the machine's own: in a chroot of Debian 13, which Maven's
# run enters by commands named wine64 and wineserver. It takes root.
#
#   wine10.sh nio|ffm|jni|jnr all|CLASS[,CLASS]     writes the log to standard output
set -euo pipefail
own=$(realpath "$0")
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/debian.sh"
own_mounts "$own" "$@"
need mvn maven mmdebstrap mmdebstrap x86_64-w64-mingw32-gcc gcc-mingw-w64-x86-64-win32 pip3 python3-pip
[ -f wine/target/test-libraries ] || fail "not built here: mvn -DskipTests package, in the project's root"

work=$cache/wine10
root=$cache/trixie-wine
mkdir -p "$work/bin" "$cache/windows"
make_root trixie "$root" wine64
repository=$(sed 's|^\([^:]*\)/org/junit/.*|\1|; s|:.*||' wine/target/test-libraries)
[ -d "$repository" ] || fail "Maven's repository is not where wine/target/test-libraries says"
enter_root "$root" "$repository" "$cache/windows" "$work" "$PWD"

# Its own prefixes, since a newer Wine converts an older one's; and without the library that stands in for iphlpapi.dll.
for command in wine64 wineserver; do
  cat >"$work/bin/$command" <<END
#!/bin/sh
export WINEDLLOVERRIDES='iphlpapi=b;mscoree,mshtml=' LANG=C.UTF-8 LC_ALL=
[ -z "\$WINEPREFIX" ] || export WINEPREFIX="$work/prefix-\$(basename "\$WINEPREFIX")"
exec chroot '$root' /bin/sh -c 'cd "\$0" && exec /usr/lib/wine/$command "\$@"' "\$PWD" "\$@"
END
  chmod +x "$work/bin/$command"
done

tests=$2
[ "$tests" != all ] || tests=''
echo "system: Windows, as Wine $(chroot "$root" dpkg-query -W -f '${Version}' wine64 | sed 's/~.*//') has it, x86-64"
PATH=$work/bin:$PATH mvn -q -B -ntp verify -pl wine "-Dpollux.wine.cache=$cache/windows" -Dpollux.wine.required \
  "-Dpollux.wine.runs=$1" "-Dpollux.wine.tests=$tests" "-Dpollux.wine.seconds=${POLLUX_LIMIT:-1200}" 2>&1 || true
cat "wine/target/reports/$1/console.log"
