#!/usr/bin/env bash
# Apache Felix, and Eclipse's Equinox: all bundles resolve, and jni is found in its fragment
fetch org.apache.felix:org.apache.felix.framework:7.0.5 org.eclipse.platform:org.eclipse.osgi:3.23.200
compile "$jdk"
project osgi
maven dependency:copy-dependencies -DoutputDirectory=bundles
cat >manifest <<'EOF'
Bundle-ManifestVersion: 2
Bundle-SymbolicName: dev.consumer
Bundle-Version: 1
Import-Package: dev.pollux,dev.pollux.readiness,dev.pollux.completion,dev.pollux.linux,dev.pollux.windows,dev.pollux.system,dev.pollu
 x.management,dev.pollux.netty,dev.pollux.micrometer
Export-Package: dev.consumer
EOF
"$jdk/bin/jar" --create --file program.jar --manifest manifest -C classes .
for framework in org.apache.felix.framework-*.jar org.eclipse.osgi-*.jar; do
  echo "$framework"
  "$jdk/bin/javac" -Xlint:all -Werror -cp "$framework" -d starter "$consumers/OsgiStart.java"
  "$jdk/bin/java" -cp "starter:$framework" OsgiStart bundles/*.jar program.jar
done
