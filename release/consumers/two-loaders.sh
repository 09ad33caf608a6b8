#!/usr/bin/env bash
# Two class loaders of one process, each with a Pollux of its own, and with jni: its library is loaded twice
compile "$java17"
"$java17/bin/javac" -d loaders "$root/release/consumers/TwoLoaders.java"
"$java17/bin/java" -cp loaders TwoLoaders classes "$(jar pollux)" "$(jar pollux-jni)"
