#!/usr/bin/env bash
# Spring Boot's jar, with Pollux's jars nested in it
project maven
sed -i "s|<!-- more -->|<plugin><groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId><version>3.5.7</version><executions><execution><goals><goal>repackage</goal></goals></execution></executions><configuration><mainClass>dev.consumer.Echo</mainClass></configuration></plugin>|" pom.xml
mvn -B -ntp -q package
unzip -l target/consumer-1.jar | grep -o 'BOOT-INF/lib/pollux.*'
"$java17/bin/java" -Ddev.pollux.binding=jni -jar target/consumer-1.jar binding=jni "pollux $version"
[ -n "$newer" ] || skip "ffm: no JDK 22 or newer"
"$newer/bin/java" $native -jar target/consumer-1.jar binding=ffm
