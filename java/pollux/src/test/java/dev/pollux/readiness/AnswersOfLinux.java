package dev.pollux.readiness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A table whose answers were taken on Linux. The classes that run it have this from their contract: EnabledOnOs alone is not inherited. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@EnabledOnOs(value = OS.LINUX, disabledReason = "the answers are Linux's")
public @interface AnswersOfLinux {}
