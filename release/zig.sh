# zig builds the library for Windows on aarch64. Where it is not on the PATH, PyPI has it, in this version. Sourced, from the root.

zig_version=0.17.1

if ! command -v zig >/dev/null; then
  if [ ! -x "target/zig-$zig_version/ziglang/zig" ]; then
    command -v pip3 >/dev/null || fail "not on the PATH: zig, and pip3 to fetch it (Debian: python3-pip)"
    echo "installing zig $zig_version from PyPI to target/zig-$zig_version"
    pip3 install -q --root-user-action=ignore --target "target/zig-$zig_version" "ziglang==$zig_version"
  fi
  PATH=$PWD/target/zig-$zig_version/ziglang:$PATH
fi
