#!/usr/bin/env bash
# Apache Felix: the bundles resolve, and jni is found in its fragment
for artifact in org.apache.felix:org.apache.felix.framework:7.0.5; do
  mvn -B -ntp -q dependency:copy "-Dartifact=$artifact" "-DoutputDirectory=$work"
done
compile "$java17"
cat >manifest <<EOF
Bundle-ManifestVersion: 2
Bundle-SymbolicName: dev.consumer
Bundle-Version: 1
Import-Package: dev.pollux,dev.pollux.readiness,dev.pollux.completion
Export-Package: dev.consumer
EOF
"$java17/bin/jar" --create --file program.jar --manifest manifest -C classes .
"$java17/bin/javac" -cp org.apache.felix.framework-7.0.5.jar -d starter "$root/release/consumers/OsgiStart.java"
"$java17/bin/java" -cp starter:org.apache.felix.framework-7.0.5.jar OsgiStart "$(jar pollux)" "$(jar pollux-jni)" program.jar
