package dev.pollux.internal.backends;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Backend;
import dev.pollux.Backends;
import dev.pollux.Diagnostics;
import dev.pollux.Finding;
import dev.pollux.binding.TestBinding;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.ReadinessPort;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Which backend is taken, and why: by itself, by the program, by the property. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs Linux")
class SelectionTest {
    private final String binding = System.getProperty(TestBinding.PROPERTY, "");

    @AfterEach
    void clear() {
        System.clearProperty(ReadinessBackends.PROPERTY);
    }

    @Test
    void fallsBackByItselfWithAReadableReason() throws Exception {
        assumeTrue(binding.isEmpty(), "a binding is there: " + binding);
        try (ReadinessDispatcher dispatcher = ReadinessDispatcher.open()) {
            assertSame(Backend.NIO, dispatcher.backend());
            String why = dispatcher.describe();
            for (String name : List.of("ffm", "jni", "jnr")) {
                assertTrue(why.contains(name + ": not on the class path"), why);
            }
        }
        UnsupportedOperationException refusal =
                assertThrows(UnsupportedOperationException.class, () -> ReadinessPort.open(Backend.EPOLL));
        assertTrue(refusal.getMessage().contains("jni: not on the class path"), refusal::getMessage);
        System.setProperty(ReadinessBackends.PROPERTY, "epoll");
        assertThrows(UnsupportedOperationException.class, ReadinessDispatcher::open);
        List<Finding> backends = Diagnostics.backends();
        assertEquals("epoll", backends.get(0).name());
        assertFalse(backends.get(0).available() || backends.get(0).chosen());
        assertTrue(backends.get(0).reason().contains("not on the class path"), backends::toString);
        assertTrue(backends.get(1).available() && backends.get(1).chosen(), backends::toString);
    }

    @Test
    void takesEpollWhereThereIsABinding() throws Exception {
        Backends.require(Backend.EPOLL);
        try (ReadinessDispatcher dispatcher = ReadinessDispatcher.open()) {
            assertSame(Backend.EPOLL, dispatcher.backend());
            assertTrue(dispatcher.describe().contains("binding=" + binding), dispatcher::describe);
        }
        List<Finding> backends = Diagnostics.backends();
        assertTrue(backends.get(0).available() && backends.get(0).chosen(), backends::toString);
        assertTrue(backends.get(0).reason().contains(binding), backends::toString);
        assertTrue(backends.get(1).available() && !backends.get(1).chosen(), backends::toString);
        List<Finding> bindings = Diagnostics.bindings();
        assertEquals(3, bindings.size());
        for (Finding found : bindings) {
            assertEquals(found.name().equals(binding), found.chosen(), bindings::toString);
            assertFalse(found.reason().isEmpty());
        }
    }

    @Test
    void thePropertyForces() throws Exception {
        System.setProperty(ReadinessBackends.PROPERTY, "NIO");
        try (ReadinessPort port = ReadinessPort.open()) {
            assertSame(Backend.NIO, port.backend());
            assertTrue(port.describe().contains("-Ddev.pollux.backend=NIO"), port::describe);
        }
        System.setProperty(ReadinessBackends.PROPERTY, "kqueue");
        UnsupportedOperationException refusal = assertThrows(UnsupportedOperationException.class, ReadinessPort::open);
        assertTrue(refusal.getMessage().contains("kqueue"), refusal::getMessage);
    }

    @Test
    void theProgramGoesBeforeTheProperty() throws Exception {
        System.setProperty(ReadinessBackends.PROPERTY, "kqueue");
        try (ReadinessDispatcher dispatcher =
                ReadinessDispatcher.builder().backend(Backend.NIO).open()) {
            assertSame(Backend.NIO, dispatcher.backend());
            assertTrue(dispatcher.describe().contains("asked for by the program"), dispatcher::describe);
        }
        assertThrows(NullPointerException.class, () -> ReadinessPort.open(null));
    }
}
