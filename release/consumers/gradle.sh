#!/usr/bin/env bash
# Gradle 8.11 resolves the build.gradle of docs/first-ten-minutes.md. What it resolves compiles the program, and runs it
# No registry that this machine reaches has Gradle itself. Maven Central has its classes, for those who test plugins: without a part that
# runs tasks, and without plugins {}.
project gradle
block groovy >build.gradle
grep -q "platform('dev.pollux:pollux-bom:" build.gradle || fail "the page has no build.gradle any more"
sed -i "s|dev.pollux:pollux-bom:[^']*|dev.pollux:pollux-bom:$version|; s|mavenCentral()|maven { url = 'file://$staging' }|
  /^plugins {/,/^}/c apply plugin: 'application'" build.gradle
cat build.gradle
(cd resolve && maven dependency:build-classpath -Dmdep.outputFile=class-path)
tools=$(tr : '\n' <resolve/class-path | grep '\.jar$' | paste -sd:)
"$jdk/bin/javac" -d classes-of-resolve -cp "$tools" resolve/Resolve.java
"$jdk/bin/java" --add-opens=java.base/java.lang=ALL-UNNAMED -cp "classes-of-resolve:$tools" Resolve . home resolved
path() { paste -sd: "resolved/$1"; } # CONFIGURATION
"$jdk/bin/javac" -d classes -cp "$(path compileClasspath)" "$program/dev/consumer/Echo.java"
"$jdk/bin/java" -cp "classes:$(path runtimeClasspath)" "$echo_class" "binding jni taken" "$release"
