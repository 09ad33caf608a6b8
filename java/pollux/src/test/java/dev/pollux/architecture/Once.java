package dev.pollux.architecture;

import dev.pollux.binding.TestBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A rule about sources and class files, which are the same on every system and with every binding. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledOnOs(value = OS.LINUX, disabledReason = "the sources are the same on every system: read on Linux")
@DisabledIfSystemProperty(
        named = TestBinding.PROPERTY,
        matches = ".+",
        disabledReason = "the sources are the same with every binding: read without one")
@interface Once {}
