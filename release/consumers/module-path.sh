#!/usr/bin/env bash
# The module path, and a runtime of jlink's: jni on the default JDK, ffm on the newer one. Without jlink jnr, too
linked() { # JDK BINDING FLAG ...
  local used=$1 binding=$2
  shift 2
  rm -rf modules runtime source
  cp -r "$program" source
  printf 'module dev.consumer {\n    requires dev.pollux;\n}\n' >source/module-info.java
  "$used/bin/javac" -Xlint:all -Werror -d modules/program -p "$(staged pollux)" source/module-info.java source/dev/consumer/Echo.java
  path=modules/program:$(staged pollux):$(staged "pollux-$binding")
  "$used/bin/java" "$@" -p "$path" -m "dev.consumer/$echo_class" "binding $binding taken"
  "$used/bin/jlink" -p "$path" --add-modules "dev.consumer,dev.pollux.$binding" --output runtime
  echo "jlink: $(runtime/bin/java --list-modules | paste -sd' '), $(du -sm runtime | cut -f1) MB"
  runtime/bin/java "$@" -m "dev.consumer/$echo_class" "binding $binding taken"
}
linked "$jdk" jni
project maven
maven dependency:build-classpath -Dmdep.outputFile=class-path
jnr=$(tr : '\n' <class-path | grep -v '/dev/pollux/' | paste -sd:)
"$jdk/bin/java" -p "modules/program:$(staged pollux):$(staged pollux-jnr):$jnr" -m "dev.consumer/$echo_class" "binding jnr taken"
needs_newer ffm
linked "$newer" ffm --enable-native-access=dev.pollux.ffm --illegal-native-access=deny
"$newer/bin/java" --enable-native-access=org.jnrproject.jffi --illegal-native-access=deny \
  -p "modules/program:$(staged pollux):$(staged pollux-jnr):$jnr" -m "dev.consumer/$echo_class" "binding jnr taken"
