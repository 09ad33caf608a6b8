#!/usr/bin/env bash
# Gradle, on the class path: Debian's 4.4.1, for no newer one is in a registry
command -v gradle >/dev/null || skip "no gradle on the PATH (Debian: gradle)"
project gradle
gradle --no-daemon --offline -q --gradle-user-home "$work/home" echo
