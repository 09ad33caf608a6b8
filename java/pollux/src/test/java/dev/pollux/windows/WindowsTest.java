package dev.pollux.windows;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test of the direct Windows API: runs once with each binding, in that binding's module, and is skipped elsewhere. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith({BindingCondition.class, Watchdog.class})
@Timeout(60) // a lost completion would hang: then the test fails instead, or ends the JVM where it can't be interrupted
public @interface WindowsTest {}
