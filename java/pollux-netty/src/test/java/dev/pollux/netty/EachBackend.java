package dev.pollux.netty;

import dev.pollux.Backend;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs a class of tests once on each backend that event loops can have. The class has a field {@code @Parameter Backend backend}, and
 * opens its {@link Loops} on it, which leave the test out where there is no such backend.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@EnumSource(
        value = Backend.class,
        names = {"EPOLL", "IO_URING", "EMULATED", "IOCP"})
@interface EachBackend {}
