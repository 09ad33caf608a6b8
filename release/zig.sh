# zig builds the library for Windows on aarch64. Another version of it makes other bytes. So PyPI's is taken if the PATH has none, or
# another one. What is fetched has to have the checksums of release/zig.txt. Sourced, from the root.

zig_version=$(sed -n 's/^ziglang==\([0-9.]*\).*/\1/p' release/zig.txt)

if [ "$(zig version 2>/dev/null || true)" != "$zig_version" ]; then
  zig_folder=$PWD/target/zig-$zig_version
  if [ ! -e "$zig_folder/whole" ]; then
    command -v pip3 >/dev/null || fail "not on the PATH: zig $zig_version, and pip3 to fetch it (Debian: python3-pip)"
    echo "installing zig $zig_version from PyPI to $zig_folder"
    rm -rf "$zig_folder"
    pip3 install -q --disable-pip-version-check --root-user-action=ignore --require-hashes --only-binary :all: --target "$zig_folder" -r release/zig.txt
    touch "$zig_folder/whole"
  fi
  PATH=$zig_folder/ziglang:$PATH
fi
