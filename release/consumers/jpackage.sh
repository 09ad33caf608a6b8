#!/usr/bin/env bash
# The application's image of jpackage: jni on the default JDK, ffm on the newer one
needs objcopy binutils
packaged() { # JDK BINDING OPTION ...
  local used=$1 binding=$2
  shift 2
  rm -rf input image
  mkdir input
  cp "$(staged pollux)" "$(staged "pollux-$binding")" input
  "$used/bin/jar" --create --file input/program.jar -C classes .
  "$used/bin/jpackage" --type app-image --name echo --input input --main-jar program.jar \
    --main-class "$echo_class" --add-modules java.base,jdk.unsupported --dest image "$@"
  echo "image: $(ls image/echo/lib/app | paste -sd' '), $(du -sm image | cut -f1) MB"
  image/echo/bin/echo "binding $binding taken"
}
compile "$jdk"
packaged "$jdk" jni
needs_newer ffm
packaged "$newer" ffm --java-options "$native"
