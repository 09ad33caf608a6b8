#!/usr/bin/env bash
# Gradle as Debian has it, 4.4.1: it compiles the program, and runs it on the class path
needs gradle gradle
project gradle-4
gradle --no-daemon --offline -q --gradle-user-home "$work/home" echo
