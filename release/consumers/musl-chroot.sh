#!/usr/bin/env bash
# A root made from nothing, with a JVM for Alpine, musl's file, and three jars: jni. It stands for a container's image
[ "$(id -u)" = 0 ] || skip "chroot needs root"
[ "$(uname -m)" = x86_64 ] || skip "the runtime is for x86-64"
[ -e /lib/ld-musl-x86_64.so.1 ] || skip "no musl (Debian: musl)"
compile "$java17"
(
  cd "$root"
  . systems/lib/common.sh
  . systems/lib/musl-runtime.sh
  mkdir -p "$work/image"/{lib,tmp,proc,app,java}
  cp -r "$runtime/." "$work/image/java"
  cp -L "$musl" "$work/image/lib/ld-musl-x86_64.so.1"
  ln -s ld-musl-x86_64.so.1 "$work/image/lib/libc.musl-x86_64.so.1"
) || skip "no JVM for musl"
cp -r classes image/app/classes
cp "$(jar pollux)" "$(jar pollux-jni)" image/app
echo "the image has: $(ls image | paste -sd' '); in app $(ls image/app | paste -sd' '); $(du -sm image | cut -f1) MB"
unshare -m bash -euc 'mount -t proc proc image/proc; exec chroot image "$@"' bash /java/bin/java \
  -cp "/app/classes:/app/pollux-$version.jar:/app/pollux-jni-$version.jar" dev.consumer.Echo binding=jni
