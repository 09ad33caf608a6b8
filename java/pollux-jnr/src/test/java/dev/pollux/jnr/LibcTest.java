package dev.pollux.jnr;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

class LibcTest {
    /** jnr-ffi issue 181: the sixth would be garbage. */
    @Test
    void noFunctionHasASixthArgument() {
        for (Method function : Libc.class.getMethods()) {
            assertTrue(function.getParameterCount() < 6, function.getName());
        }
    }
}
