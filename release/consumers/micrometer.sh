#!/usr/bin/env bash
# A dispatcher's counters in a registry of Micrometer's: pollux-micrometer brings what it needs
project micrometer
maven compile dependency:build-classpath -Dmdep.outputFile=class-path
"$jdk/bin/java" -cp "target/classes:$(cat class-path)" dev.consumer.Metered
echo "on the module path:"
as_module dev.pollux.micrometer dev.consumer.Metered Metered.java
