#!/usr/bin/env bash
# The application's image of jpackage, with jni
command -v objcopy >/dev/null || skip "no objcopy on the PATH (Debian: binutils)"
compile "$java17"
mkdir input
cp "$(jar pollux)" "$(jar pollux-jni)" input
"$java17/bin/jar" --create --file input/program.jar --main-class dev.consumer.Echo -C classes .
"$java17/bin/jpackage" --type app-image --name echo --input input --main-jar program.jar --add-modules java.base,jdk.unsupported --dest image
image/echo/bin/echo binding=jni
