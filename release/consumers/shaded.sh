#!/usr/bin/env bash
# One jar of all, with Pollux moved to another package: ffm works, jni is refused with the reason, and without the move both work
shade() { # WITH RELOCATION?
  project maven
  sed -i "s|<!-- more -->|<plugin><artifactId>maven-shade-plugin</artifactId><version>3.6.2</version><executions><execution><phase>package</phase><goals><goal>shade</goal></goals><configuration><createDependencyReducedPom>false</createDependencyReducedPom><filters><filter><artifact>*:*</artifact><excludes><exclude>META-INF/MANIFEST.MF</exclude><exclude>module-info.class</exclude></excludes></filter></filters>$1</configuration></execution></executions></plugin>|" pom.xml
  mvn -B -ntp -q clean package
}
shade ''
"$java17/bin/java" -cp target/consumer-1.jar -Ddev.pollux.binding=jni dev.consumer.Echo binding=jni
shade '<relocations><relocation><pattern>dev.pollux</pattern><shadedPattern>com.other.pollux</shadedPattern></relocation></relocations>'
unzip -l target/consumer-1.jar | grep com/other/pollux/Dispatcher.class || fail "nothing was moved"
"$java17/bin/java" -cp target/consumer-1.jar -Ddev.pollux.binding=jni dev.consumer.Echo "binding jni: " "backend=nio" | tee said
grep -q "binding jni: .*moved to another package" said || fail "jni does not say why"
[ -n "$newer" ] || skip "ffm: no JDK 22 or newer"
"$newer/bin/java" $native -cp target/consumer-1.jar dev.consumer.Echo binding=ffm "pollux $version"
