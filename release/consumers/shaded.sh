#!/usr/bin/env bash
# One jar of all: each binding works. Moved to another package: ffm and jnr work, jni is refused with the reason, properties move, too
project maven
said_by() { # JAVA'S ARGUMENT ... -- WHAT ...
  local java=$1 flags=()
  shift
  while [ "$1" != -- ]; do flags+=("$1") && shift; done
  shift
  "$java" "${flags[@]}" -cp target/consumer-1.jar "$echo_class" "$release" "$@"
}
maven package -Pshaded
said_by "$jdk/bin/java" -Ddev.pollux.binding=jni -- "binding jni taken"
said_by "$jdk/bin/java" -Ddev.pollux.binding=jnr -- "binding jnr taken"
[ -z "$newer" ] || said_by "$newer/bin/java" "$native" -- "binding ffm taken"

maven clean package -Prelocated
echo "moved:"
if "$jdk/bin/jar" --list --file target/consumer-1.jar | grep '^dev/pollux/.*class'; then fail "that was not moved"; fi
moved="binding jni: the classes of the jni binding were moved to another package, com.other.pollux.jni"
said_by "$jdk/bin/java" -- "$moved" "binding jnr taken"
said_by "$jdk/bin/java" -Dcom.other.pollux.binding=jni -- "$moved" "readiness backend=nio" "completion backend=emulated on nio"
needs_newer ffm
said_by "$newer/bin/java" "$native" -- "binding ffm taken" "$moved"
