# Sourced by vm.sh and programs.sh: one virtual machine, which has no disk, but Debian's kernel and an initramfs with busybox, glibc, a
# JDK 25 runtime and the project's classes. What a test needs must be built into Debian's cloud kernel: there are no modules.

# vm_kind amd64|arm64 VERSION: sets machine, accel, kernel and work, and fetches what is not there yet.
vm_kind() {
  local arch=$1 version=$2 suite processor package emulator
  case $version in
    5.10) suite=bullseye ;;
    6.1) suite=bookworm ;;
    6.12) suite=trixie ;;
    7*) suite=sid ;;
    *) fail "no Debian release is known here for Linux $version" ;;
  esac
  case $arch in
    amd64) processor=x86_64 machine=(qemu-system-x86_64 -machine q35 -cpu max) console=ttyS0 package=qemu-system-x86 ;;
    # A model with LSE atomics; "max" would spend its time on pointer authentication.
    arm64) processor=aarch64 machine=(qemu-system-aarch64 -machine virt -cpu neoverse-n1) console=ttyAMA0 package=qemu-system-arm ;;
    *) fail "the processor is amd64 or arm64, not $arch" ;;
  esac
  need "${machine[0]}" "$package" cpio cpio pip3 python3-pip unzip unzip
  if [ "$(uname -m)" = "$processor" ]; then emulator=env; else need "${emulator:=qemu-$processor}" qemu-user; fi
  # A /dev/kvm without the processor's own help exists, and fails in the midst of a kernel's start.
  accel=tcg
  if [ "$processor" = x86_64 ] && [ "$(uname -m)" = x86_64 ] && [ -w /dev/kvm ] && grep -qwE 'vmx|svm' /proc/cpuinfo; then accel=kvm; fi
  work=$cache/vm-$arch
  mkdir -p "$work"
  kernel=$work/vmlinuz-$version
  [ -s "$kernel" ] || fetch_kernel "$suite" "$arch" "$version" "$kernel"
  [ -s "$work/base.cpio" ] || make_base "$arch" "$processor" "$emulator" "$work"
}

# vm_init FOLDER COMMANDS: writes the program that the kernel starts, which ends with the machine.
vm_init() {
  cat >"$1/init" <<END
#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc proc /proc && mount -t sysfs sys /sys && mount -t devtmpfs dev /dev
mkdir -p /dev/pts && mount -t devpts pts /dev/pts
ip link set lo up
ulimit -n 65536
export PATH=/bin:/java/bin LANG=C.UTF-8 HOME=/tmp
$2
poweroff -f
END
  chmod +x "$1/init"
}

# vm_run FOLDER: the machine, with that folder in its root.
vm_run() {
  local temporary
  temporary=$(mktemp -d "$work/run.XXXXXX")
  (cat "$work/base.cpio" && cd "$1" && find . | cpio -o -H newc -R 0:0 --quiet) >"$temporary/initramfs"
  # Without mitigations: an emulated processor pays for each of them at every system call.
  timeout --foreground "${POLLUX_LIMIT:-1800}" "${machine[@]}" -accel "$accel" -smp 2 -m 4G -nodefaults -no-reboot -display none \
    -kernel "$kernel" -initrd "$temporary/initramfs" -append "console=$console quiet panic=-1 mitigations=off" -serial stdio \
    </dev/null 2>&1 || echo "the machine failed, or took more than ${POLLUX_LIMIT:-1800} s"
  rm -r "$temporary"
}
