#!/usr/bin/env bash
# Two class loaders of one process, each with a Pollux of its own, and with jni: its library is loaded twice
compile "$jdk"
"$jdk/bin/javac" -Xlint:all -Werror -d loaders "$consumers/TwoLoaders.java"
"$jdk/bin/java" -cp loaders TwoLoaders classes "$(staged pollux)" "$(staged pollux-jni)"
