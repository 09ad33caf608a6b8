package dev.pollux.linux.uring;

import dev.pollux.linux.LinuxTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test of the direct io_uring API: runs once with each binding, where the system has rings and does not forbid them. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@LinuxTest
@ExtendWith(RingCondition.class)
@interface RingTest {}
