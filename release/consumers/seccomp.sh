#!/usr/bin/env bash
# A filter of system calls that refuses io_uring as Docker's does: a completion port is emulated, and says why
command -v gcc >/dev/null || skip "no gcc on the PATH (Debian: gcc)"
compile "$java17"
gcc -Wall -Werror -o no-uring "$root/release/consumers/no-uring.c"
./no-uring "$java17/bin/java" -cp "classes:$(jar pollux):$(jar pollux-jni)" dev.consumer.Echo binding=jni backend=emulated "io_uring: "
