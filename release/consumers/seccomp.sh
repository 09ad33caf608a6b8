#!/usr/bin/env bash
# Filters of system calls: one that refuses io_uring as Docker's does, and one that is older than epoll_pwait2
needs gcc gcc
compile "$jdk"
gcc -Wall -Wextra -Werror -o refuse "$consumers/refuse.c"
path=classes:$(staged pollux):$(staged pollux-jni)
./refuse io_uring "$jdk/bin/java" -cp "$path" "$echo_class" "binding jni taken" "completion backend=emulated on epoll" \
  "(io_uring: the system forbids it (EPERM)" "waits by epoll_pwait2"
./refuse newer "$jdk/bin/java" -cp "$path" "$echo_class" "binding jni taken" "waits by epoll_wait with a timerfd"
