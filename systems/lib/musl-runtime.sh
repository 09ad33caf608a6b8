# Sourced: sets runtime, a JVM for musl, and musl, the C library's file. The runtime comes with Flyway's archive for Alpine, 236 MB.
# Only the runtime is kept.

runtime=$cache/musl/jre
musl=/lib/ld-musl-x86_64.so.1
if [ ! -x "$runtime/bin/java" ]; then
  flyway=org.flywaydb:flyway-commandline:10.21.0:tar.gz:linux-alpine-x64
  rm -rf "$cache/musl"
  mkdir -p "$cache/musl"
  mvn -q -B -ntp dependency:copy "-Dartifact=$flyway" "-DoutputDirectory=$cache/musl/flyway" >&2 || fail "Maven can't fetch $flyway"
  echo "de31d3c50207d1edf3859a7d4b658cc6362427064365fd83a650eabd5a0e39be  $(echo "$cache"/musl/flyway/*.tar.gz)" |
    sha256sum --quiet -c - >&2 || fail "that is not the archive that was tried"
  tar -xzf "$cache"/musl/flyway/*.tar.gz -C "$cache/musl/flyway" --strip-components=1 flyway-10.21.0/jre
  mv "$cache/musl/flyway/jre" "$runtime"
  rm -r "$cache/musl/flyway"
fi
"$runtime/bin/java" -version >/dev/null 2>&1 || fail "the runtime for musl does not start: $runtime"
