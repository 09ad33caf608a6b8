#!/usr/bin/env bash
# Maven, on the class path, with the versions of pollux-bom: each binding on each JDK
project maven
mvn -B -ntp -q compile dependency:build-classpath -Dmdep.outputFile=class-path
echo "class path: $(tr : '\n' <class-path | sed 's|.*/||' | paste -sd' ')"
for binding in jni jnr; do "$java17/bin/java" "-Ddev.pollux.binding=$binding" -cp "target/classes:$(cat class-path)" dev.consumer.Echo "binding=$binding" "pollux $version (commit "; done
[ -n "$newer" ] || skip "ffm: no JDK 22 or newer"
"$newer/bin/java" $native -cp "target/classes:$(cat class-path)" dev.consumer.Echo binding=ffm "pollux $version (commit "
