#!/usr/bin/env bash
# A binding's tests on another Linux kernel or processor, in a virtual machine. Where there is no KVM, its processor is emulated.
#
#   vm.sh amd64|arm64 5.10|6.1|6.12|7 nio|ffm|jni|jnr all|contracts|CLASS ...     writes the log to standard output
set -euo pipefail
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/debian.sh"
. "$(dirname "$0")/base.sh"
. "$(dirname "$0")/vm-start.sh"

vm_kind "$1" "$2"
take "$3"
shift 3
flags+=(--enable-native-access=ALL-UNNAMED)
# An emulated processor would spend most of its time on the second compiler, and takes minutes where a test's limit is one. What never ends
# is ended with the machine, and named.
[ "$accel" = kvm ] ||
  flags+=(-XX:TieredStopAtLevel=1 -Ddev.pollux.test.limitSeconds=300 -Djunit.jupiter.execution.timeout.mode=disabled)
run=$(mktemp -d)
trap 'rm -rf "$run"' EXIT
mkdir -p "$run/libraries" "$run/pollux"
libraries | sort -u | while read -r jar; do [ -z "$jar" ] || cp "$jar" "$run/libraries/"; done
for module in "${modules[@]}"; do
  cp -r --parents "java/$module"/target/{classes,test-classes} "$run/pollux/"
done
[ "$binding" != jni ] || find java/pollux-jni/target/native/linux-* -name '*.so' -exec cp --parents {} "$run/pollux/" \;
arguments /pollux '/libraries/*' "$@" >"$run/arguments"
vm_init "$run" "cd /pollux/java/${modules[-1]}
echo \"system: Linux \$(uname -r | sed 's/-.*//'), \$(uname -m)$([ "$accel" = kvm ] || echo ' emulated'), glibc 2.36\"
java @/arguments </dev/null 2>&1"
vm_run "$run"
