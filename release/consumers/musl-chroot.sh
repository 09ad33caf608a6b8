#!/usr/bin/env bash
# A root made from nothing but a JVM for Alpine, musl's one file, the program and two jars of Pollux: jni
[ "$(id -u)" = 0 ] || skip "chroot needs root"
runtime_for_musl
compile "$jdk"
image "$runtime" "$musl"
unshare -m bash -euc 'mount -t proc proc image/proc; exec chroot image "$@"' bash /java/bin/java \
  -cp "/app/classes:/app/pollux-$version.jar:/app/pollux-jni-$version.jar" "$echo_class" "binding jni taken"
