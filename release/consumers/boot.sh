#!/usr/bin/env bash
# Spring Boot's executable jar, with Pollux's jars nested in it: jni's library is read from there
project maven
maven package -Pboot
"$jdk/bin/jar" --list --file target/consumer-1.jar | grep 'BOOT-INF/lib/pollux'
"$jdk/bin/java" -Ddev.pollux.binding=jni -jar target/consumer-1.jar "binding jni taken" "$release"
needs_newer ffm
"$newer/bin/java" "$native" -jar target/consumer-1.jar "binding ffm taken" "binding jni: linked" "$release"
