#!/usr/bin/env bash
# Podman's containers of the same files, with its own profile of system calls, a read-only root, and /tmp mounted noexec: jni
[ "$(id -u)" = 0 ] || skip "a container with these mounts needs root"
needs podman podman
needs runc runc
[ -e /usr/share/containers/seccomp.json ] || skip "no profile of system calls (Debian: golang-github-containers-common)"
runtime_for_musl
compile "$jdk"
image "$runtime" "$musl"
# Podman wants a short path for what it keeps while a container runs.
kept=$(mktemp -d /tmp/pollux-podman.XXXXXX)
trap 'rm -rf "$kept"' EXIT
# Nothing is kept afterwards, and there is no network but the container's own loopback.
contained() { # PODMAN'S OPTION ... -- JAVA'S ARGUMENT ...
  local options=()
  while [ "$1" != -- ]; do options+=("$1") && shift; done
  shift
  podman --root "$kept/root" --runroot "$kept/run" --storage-driver vfs --cgroup-manager cgroupfs --events-backend none --runtime runc \
    run --rm --network none --read-only --read-only-tmpfs=false --ulimit nofile=1024:4096 --ulimit nproc=4096:4096 \
    --tmpfs /tmp:rw,noexec,nosuid "${options[@]}" --rootfs "$work/image" /java/bin/java \
    -cp "/app/classes:/app/pollux-$version.jar:/app/pollux-jni-$version.jar" "$@" 2> >(grep -v CNI >&2)
}
contained -- "$echo_class" "libraries cannot be loaded from /tmp, which is mounted noexec" "set -Ddev.pollux.jni.tmpdir" "backend=nio"
unpack=(--tmpfs /unpack:rw,exec)
contained "${unpack[@]}" -- -Ddev.pollux.jni.tmpdir=/unpack "$echo_class" "binding jni taken" "readiness backend=epoll" \
  "completion backend=emulated on epoll" "a container's filter of system calls"
echo "without a profile of system calls, to see that it was that:"
contained "${unpack[@]}" --security-opt seccomp=unconfined -- -Ddev.pollux.jni.tmpdir=/unpack "$echo_class" "completion backend=io_uring"
