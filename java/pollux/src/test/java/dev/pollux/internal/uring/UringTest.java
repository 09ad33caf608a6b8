package dev.pollux.internal.uring;

import dev.pollux.linux.LinuxTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test of ports on io_uring: it is skipped, with the reason, where the system has no rings for them or forbids them. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@LinuxTest
@ExtendWith(UringCondition.class)
public @interface UringTest {}
