#!/usr/bin/env bash
# The module path, and a runtime of jlink's: jni on the default JDK, ffm on the newer one
linked() { # JDK BINDING FLAG ...
  local jdk=$1 binding=$2
  shift 2
  rm -rf modules runtime
  mkdir modules
  cp -r "$root/release/consumers/program" source
  printf 'module dev.consumer {\n    requires dev.pollux;\n}\n' >source/module-info.java
  "$jdk/bin/javac" -nowarn -d modules/program -p "$(jar pollux)" source/module-info.java source/dev/consumer/Echo.java
  rm -r source
  local path=modules/program:$(jar pollux):$(jar "pollux-$binding")
  "$jdk/bin/java" "$@" -p "$path" -m dev.consumer/dev.consumer.Echo "binding=$binding"
  "$jdk/bin/jlink" -p "$path" --add-modules "dev.consumer,dev.pollux.$binding" --output runtime
  echo "jlink: $(runtime/bin/java --list-modules | paste -sd' '), $(du -sm runtime | cut -f1) MB"
  runtime/bin/java "$@" -m dev.consumer/dev.consumer.Echo "binding=$binding"
}
linked "$java17" jni
[ -n "$newer" ] || skip "ffm: no JDK 22 or newer"
linked "$newer" ffm --enable-native-access=dev.pollux.ffm
