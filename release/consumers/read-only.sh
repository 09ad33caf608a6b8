#!/usr/bin/env bash
# A root that is read-only, and a temporary directory that is mounted noexec: jni says what to set, and works with it. ffm needs no file
[ "$(id -u)" = 0 ] || skip "mounting needs root"
needs unshare util-linux
unshare -m true 2>/dev/null || skip "this system makes no mount namespace"
compile "$jdk"
mkdir unpack temporary # not /tmp itself: the project may lie in it
cat >inside <<'EOF'
set -e
mount --make-rprivate /
mount -t tmpfs -o noexec,nosuid tmpfs temporary
mount -t tmpfs tmpfs unpack
mount -o remount,bind,ro / 2>/dev/null || { mount --bind / / && mount -o remount,bind,ro /; }
if touch written /tmp/written 2>/dev/null; then echo "the root can be written"; exit 1; fi
exec "$@"
EOF
path=classes:$(staged pollux):$(staged pollux-jni)
unshare -m bash inside "$jdk/bin/java" "-Djava.io.tmpdir=$work/temporary" -cp "$path" "$echo_class" \
  "libraries cannot be loaded from $work/temporary, which is mounted noexec" "set -Ddev.pollux.jni.tmpdir" "backend=nio"
unshare -m bash inside "$jdk/bin/java" "-Ddev.pollux.jni.tmpdir=$work/unpack" -cp "$path" "$echo_class" "binding jni taken"
needs_newer ffm
unshare -m bash inside "$newer/bin/java" "$native" "-Djava.io.tmpdir=$work/temporary" -cp "classes:$(staged pollux):$(staged pollux-ffm)" \
  "$echo_class" "binding ffm taken"
