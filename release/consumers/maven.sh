#!/usr/bin/env bash
# Maven, on the class path, with the versions of pollux-bom: each binding on each JDK that it runs on
project maven
maven compile dependency:build-classpath -Dmdep.outputFile=class-path
path=target/classes:$(cat class-path)
echo "class path: $(tr : '\n' <class-path | sed 's|.*/||' | paste -sd' ')"
with() { # BINDING JAVA FLAG ...
  local binding=$1
  shift
  "$@" "-Ddev.pollux.binding=$binding" -cp "$path" "$echo_class" "binding $binding taken" "$release"
}
with jni "$jdk/bin/java"
with jnr "$jdk/bin/java"
needs_newer "ffm"
for binding in ffm jni jnr; do with "$binding" "$newer/bin/java" "$native"; done
