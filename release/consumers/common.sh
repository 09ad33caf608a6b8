# What the consumers share. Sourced by run, in the consumer's own folder.

skip() {
  echo "left out: $*"
  exit 77
}

fail() {
  echo "$*"
  exit 1
}

jar() { echo "$staging/dev/pollux/$1/$version/$1-$version.jar"; } # ARTIFACT

# compile JDK: the program, into classes
compile() { "$1/bin/javac" -nowarn -d classes -cp "$(jar pollux)" "$root/release/consumers/program/dev/consumer/Echo.java"; }

# project FOLDER: its files, with the version and the place of the repository
project() {
  cp -r "$root/release/consumers/$1/." .
  find . -type f -exec sed -i "s|@version@|$version|; s|@staging@|$staging|; s|@program@|$root/release/consumers/program|" {} +
}

# says TEXT COMMAND ...: the command's output has the text
says() {
  local text=$1 said
  shift
  said=$("$@" 2>&1) || { echo "$said"; fail "that failed: $*"; }
  echo "$said"
  case $said in *"$text"*) ;; *) fail "NOT SAID: $text" ;; esac
}

native=--enable-native-access=ALL-UNNAMED
