#!/usr/bin/env bash
# The Gradle on the PATH, Debian's 4.4.1 or a newer one: it compiles the program, and runs it on the class path
needs gradle gradle
project gradle-path
gradle --version | grep '^Gradle'
gradle --no-daemon --offline -q --gradle-user-home "$work/home" echo
