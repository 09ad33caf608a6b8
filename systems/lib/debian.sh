# Sourced: Debian's packages of other releases and processors, fetched by apt with a state of its own, from the mirror that this
# machine's apt has. Nothing is installed, and it takes no root.

# A mirror may be days behind, and sid's index says that it is good for one week.
late='Acquire::Check-Valid-Until "false"'

mirror() {
  local uri
  uri=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' 'Origin: Debian' | sed -n 1p)
  [ -n "$uri" ] || fail "apt knows no mirror of Debian: apt-get update"
  echo "$uri"
}

# other_apt SUITE ARCH PROGRAM ARGUMENT ...
other_apt() {
  local state=$cache/apt/$1-$2 program=$3
  local options=(-qq -o "Dir::State=$state" -o "Dir::State::status=$state/status" -o "Dir::Cache=$state" -o "APT::Architecture=$2"
    -o "APT::Architectures=$2" -o "Dir::Etc::sourcelist=$state/sources.list" -o Dir::Etc::sourceparts=/dev/null
    -o Acquire::Languages=none -o APT::Sandbox::User= -o Acquire::Check-Valid-Until=false)
  if [ ! -f "$state/sources.list" ]; then
    local uri
    uri=$(mirror)
    mkdir -p "$state"/{lists,archives}/partial
    : >"$state/status"
    echo "deb $uri $1 main" >"$state/sources.part"
    apt-get "${options[@]}" -o "Dir::Etc::sourcelist=$state/sources.part" update || fail "no index of $1 for $2 to be had"
    mv "$state/sources.part" "$state/sources.list"
  fi
  shift 3
  "$program" "${options[@]}" "$@"
}

# unpack SUITE ARCH FOLDER PACKAGE ...
unpack() {
  local suite=$1 arch=$2 into=$3 debs deb
  shift 3
  debs=$(mktemp -d)
  (cd "$debs" && other_apt "$suite" "$arch" apt-get download "$@") || fail "$suite has no $* for $arch"
  mkdir -p "$into"
  for deb in "$debs"/*.deb; do dpkg -x "$deb" "$into"; done
  rm -r "$debs"
}

# make_root SUITE FOLDER PACKAGE,...: a whole system of that release, for chroot. It takes root.
make_root() {
  [ ! -d "$2" ] || return 0
  # As a file first: mmdebstrap leaves half a folder behind if it is interrupted.
  mmdebstrap --quiet --variant=apt "--aptopt=$late" "--include=$3" "$1" "$2.part.tar" "$(mirror)" || fail "mmdebstrap can't make $1"
  mkdir "$2.part" && tar -xf "$2.part.tar" -C "$2.part" && rm "$2.part.tar" && mv "$2.part" "$2"
}

# The newest release has these JDKs: those that have left development, and the early-access build.
sid_packages=mount,openjdk-21-jre-headless,openjdk-25-jre-headless,openjdk-26-jre-headless,openjdk-28-jre-headless

# jdk_in ROOT FEATURE: the JVM's path in there.
jdk_in() { (cd "$1" && echo usr/lib/jvm/java-"$2"-openjdk-*/bin/java) | sed 's|^|/|'; }

# enter_root ROOT FOLDER ...: these folders are there under the same names as here. Call it within own_mounts.
enter_root() {
  local root=$1 folder
  shift
  for folder in /proc /sys /dev /tmp "$@"; do
    mkdir -p "$folder" "$root$folder"
    mount --rbind "$folder" "$root$folder"
  done
}

# own_mounts SCRIPT ARGUMENT ...: begins the script anew, once, where its mounts are its own, and end with it.
own_mounts() {
  [ "$(id -u)" = 0 ] || fail "a chroot takes root"
  [ -n "${POLLUX_MOUNTS:-}" ] || exec env POLLUX_MOUNTS=own unshare --mount "$@"
}

# fetch_kernel SUITE ARCH VERSION FILE: the image that the release's cloud kernel is now.
fetch_kernel() {
  local package binary image work
  package=$(other_apt "$1" "$2" apt-cache depends "linux-image-cloud-$2" | sed -n 's/.*Depends: \(linux-image-[0-9].*\)/\1/p')
  case $package in
    linux-image-$3*) ;;
    *) fail "the kernel of $1 is ${package:-not found}, not $3" ;;
  esac
  # Since Linux 7 that package is empty, and depends on one that has the kernel.
  binary=$(other_apt "$1" "$2" apt-cache depends "$package" | sed -n 's/.*Depends: \(linux-binary-.*\)/\1/p')
  work=$(mktemp -d)
  unpack "$1" "$2" "$work" "${binary:-$package}"
  image=$(find "$work" -name 'vmlinuz*' -type f | sed -n 1p)
  [ -n "$image" ] || fail "no kernel in ${binary:-$package}"
  cp "$image" "$4.part" && mv "$4.part" "$4"
  rm -r "$work"
}
