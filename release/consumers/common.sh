# What the consumers share. Sourced by run, in the consumer's own folder, which is empty.

skip() {
  echo "left out: $*"
  exit 77
}

fail() {
  echo "$*"
  exit 1
}

# needs PROGRAM PACKAGE: skips the consumer by the name of what is missing
needs() { command -v "$1" >/dev/null || skip "no $1 on the PATH (Debian: $2)"; }

# needs_newer BINDING: what comes after it takes the newer JDK
needs_newer() { [ -n "$newer" ] || skip "$1: no JDK 22 or newer"; }

staged() { echo "$staging/dev/pollux/$1/$version/$1-$version.jar"; } # ARTIFACT

# Maven with a local repository of the consumers' own: it knows of Pollux what is staged, and nothing else.
maven() { mvn -B -ntp -q -Dstyle.color=never "-Dmaven.repo.local=$repository" "$@"; }

# fetch ARTIFACT ...: third parties' jars, into the consumer's folder
fetch() {
  local artifact
  for artifact in "$@"; do
    maven org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy "-Dartifact=$artifact" "-DoutputDirectory=$work" -Dmdep.useBaseVersion
  done
}

# compile JDK: the program, into classes
compile() { "$1/bin/javac" -Xlint:all -Werror -d classes -cp "$(staged pollux)" "$program/dev/consumer/Echo.java"; }

# as_module MODULE MAIN FILE ...: the files become a module that requires the other, on the path that Maven has left in class-path
as_module() {
  mkdir -p module
  printf 'module dev.consumer {\n    requires %s;\n}\n' "$1" >module/module-info.java
  "$jdk/bin/javac" -d modules -p "$(cat class-path)" module/module-info.java "${@:3}"
  "$jdk/bin/java" -p "modules:$(cat class-path)" -m "dev.consumer/$2"
}

# project FOLDER: a copy of it, with the version, and the places of the repository and the program
project() {
  cp -r "$consumers/$1/." .
  find . -type f -exec sed -i "s|@version@|$version|; s|@release@|$release|; s|@staging@|$staging|; s|@program@|$program|" {} +
}

# block LANGUAGE: the first piece of that language in docs/first-ten-minutes.md
block() { sed -n "/^\`\`\`$1\$/,/^\`\`\`\$/p" "$root/docs/first-ten-minutes.md" | sed '1d;/^```$/,$d'; }

# image JVM MUSL: the files of a container, in the folder image: a JVM for musl, the C library, the program, two of Pollux's jars
image() {
  mkdir -p image/{app,dev,etc,java,lib,proc,run,sys,tmp,unpack}
  cp -r "$1/." image/java
  cp -L "$2" image/lib/ld-musl-x86_64.so.1
  ln -s ld-musl-x86_64.so.1 image/lib/libc.musl-x86_64.so.1
  cp -r classes image/app/classes
  cp "$(staged pollux)" "$(staged pollux-jni)" image/app
  echo "the image has $(find image/app -name '*.jar' -printf '%f ')and a JVM, $(du -sm image | cut -f1) MB"
}

# runtime_for_musl: sets runtime and musl, or skips
runtime_for_musl() {
  [ "$(uname -m)" = x86_64 ] || skip "the runtime for musl is for x86-64"
  [ -e /lib/ld-musl-x86_64.so.1 ] || skip "no musl (Debian: musl)"
  local found
  found=$(cd "$root" && . systems/lib/common.sh && . systems/lib/musl-runtime.sh && echo "$runtime" && echo "$musl") || skip "no JVM for musl"
  { read -r runtime && read -r musl; } <<<"$found"
}

echo_class=dev.consumer.Echo
# What Pollux has to say of itself
release="pollux $version (commit $(unzip -p "$(staged pollux)" META-INF/MANIFEST.MF | sed -n 's/^Git-Commit: \([0-9a-f]*\).*/\1/p'))"
native=--enable-native-access=ALL-UNNAMED
