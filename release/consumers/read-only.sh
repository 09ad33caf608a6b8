#!/usr/bin/env bash
# A root that is read-only, and a temporary directory that is mounted noexec: jni says what to set, and works with it. ffm needs no file
[ "$(id -u)" = 0 ] || skip "mounting needs root"
unshare -m true 2>/dev/null || skip "this system makes no mount namespace"
compile "$java17"
mkdir unpack temporary # not /tmp itself: the project may lie in it
cat >inside <<'EOF'
set -e
mount --make-rprivate /
mount -t tmpfs -o noexec,nosuid tmpfs temporary
mount -t tmpfs tmpfs unpack
mount -o remount,bind,ro / 2>/dev/null || { mount --bind / / && mount -o remount,bind,ro /; }
if touch /written 2>/dev/null; then echo "the root can be written"; exit 1; fi
exec "$@"
EOF
path=classes:$(jar pollux):$(jar pollux-jni)
unshare -m bash inside "$java17/bin/java" "-Djava.io.tmpdir=$work/temporary" -cp "$path" dev.consumer.Echo \
  "libraries cannot be loaded from $work/temporary, which is mounted noexec" "backend=nio"
unshare -m bash inside "$java17/bin/java" "-Ddev.pollux.jni.tmpdir=$work/unpack" -cp "$path" dev.consumer.Echo binding=jni
[ -n "$newer" ] || skip "ffm: no JDK 22 or newer"
unshare -m bash inside "$newer/bin/java" $native -cp "classes:$(jar pollux):$(jar pollux-ffm)" dev.consumer.Echo binding=ffm
