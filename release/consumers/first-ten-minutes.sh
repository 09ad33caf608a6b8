#!/usr/bin/env bash
# docs/first-ten-minutes.md, as it stands there: its pom.xml, its Echo.java, and its command
mkdir -p src/main/java
block xml | sed "s|<version>.*-SNAPSHOT</version>|<version>$version</version>|" >pom.xml
block java >src/main/java/Echo.java
command=$(block sh)
echo "$command"
# The page's pom.xml finds a release on Maven Central. Here it is in the staged repository.
cat >settings.xml <<EOF
<settings>
  <profiles>
    <profile>
      <id>staged</id>
      <repositories>
        <repository>
          <id>staged</id>
          <url>file://$staging</url>
        </repository>
      </repositories>
    </profile>
  </profiles>
  <activeProfiles>
    <activeProfile>staged</activeProfile>
  </activeProfiles>
</settings>
EOF
read -ra words <<<"$command"
"${words[@]}" -Dexec.args=0 -s settings.xml "-Dmaven.repo.local=$repository" >said 2>&1 & # on a free port
server=$!
trap 'kill $server 2>/dev/null || true; wait; cat said' EXIT
until grep -q 'listening on port' said; do
  kill -0 $server 2>/dev/null || fail "it has ended"
  sleep 0.2
done
exec 3<>"/dev/tcp/127.0.0.1/$(sed -n 's/.*listening on port \([0-9]*\)/\1/p' said)"
echo hello >&3
read -r -t 10 answer <&3
[ "$answer" = hello ] || fail "the answer is $answer"
grep 'backend=.* by jni (the best there is)' said >/dev/null || fail "NOT SAID: by jni"
