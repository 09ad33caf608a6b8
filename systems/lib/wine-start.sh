# Sourced by wine.sh and programs.sh: a Wine of one version, which is the machine's own, or another Debian release's in a chroot.

# wine_kind 8|10: sets root, which is empty for the machine's own Wine, overrides, the libraries that this version needs replaced, and
# java_options, what a JVM is told there besides.
wine_kind() {
  local suite own
  case $1 in
    # The runner has built a library that stands in for iphlpapi.dll. The JDK's default selector crashes there when it is closed.
    8)
      suite=bookworm overrides='iphlpapi=n,b;mscoree,mshtml='
      java_options=-Djava.nio.channels.spi.SelectorProvider=sun.nio.ch.WindowsSelectorProvider
      ;;
    10) suite=trixie overrides='iphlpapi=b;mscoree,mshtml=' java_options='' ;;
    *) fail "no Debian release is known here for Wine $1" ;;
  esac
  own=$(/usr/lib/wine/wine64 --version 2>/dev/null || true)
  root=''
  case $own in
    wine-"$1".*) return ;;
  esac
  need mmdebstrap mmdebstrap
  root=$cache/$suite-wine
  make_root "$suite" "$root" wine64
}

# wine_version: of the Wine that wine_kind chose.
wine_version() {
  local in_root=()
  [ -z "$root" ] || in_root=(chroot "$root")
  "${in_root[@]}" /usr/lib/wine/wine64 --version | sed 's/^wine-//; s/ .*//'
}
