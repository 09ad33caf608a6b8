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
import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.completion.CompletionPort;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.ReadinessPort;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;

/** Which backend is taken, and why: by itself, by the program, by the property. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs Linux")
class SelectionTest {
    private final String binding = System.getProperty(TestBinding.PROPERTY, "");

    @AfterEach
    void clear() {
        System.clearProperty(BackendProperty.NAME);
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
        System.setProperty(BackendProperty.NAME, "epoll");
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
        System.setProperty(BackendProperty.NAME, "NIO");
        try (ReadinessPort port = ReadinessPort.open()) {
            assertSame(Backend.NIO, port.backend());
            assertTrue(port.describe().contains("-Ddev.pollux.backend=NIO"), port::describe);
        }
        System.setProperty(BackendProperty.NAME, "kqueue");
        UnsupportedOperationException refusal = assertThrows(UnsupportedOperationException.class, ReadinessPort::open);
        assertTrue(refusal.getMessage().contains("kqueue"), refusal::getMessage);
        assertTrue(
                refusal.getMessage().contains("there are epoll, nio, afd, io_uring, iocp, emulated"),
                refusal::getMessage);
    }

    /** One property serves both kinds of port, and each takes the name that is its own. */
    @Test
    void eachKindOfPortTakesItsOwnNameOfTheProperty() throws Exception {
        System.setProperty(BackendProperty.NAME, "iocp, nio");
        try (ReadinessPort port = ReadinessPort.open()) {
            assertSame(Backend.NIO, port.backend());
        }
        refused(CompletionPort::open, "backend iocp (-Ddev.pollux.backend=iocp, nio) is not available: ");
        System.setProperty(BackendProperty.NAME, "iocp");
        try (ReadinessPort port = ReadinessPort.open()) {
            assertFalse(port.describe().contains("-D"), port::describe);
        }
        System.setProperty(BackendProperty.NAME, "nio,epoll");
        refused(ReadinessPort::open, "only one can be named");
    }

    @Test
    void aBackendOfTheOtherKindOfPortIsRefused() {
        refused(
                () -> ReadinessPort.open(Backend.EMULATED),
                "backend emulated (asked for by the program) is none of a readiness port. It has epoll, nio, afd");
        refused(
                () -> CompletionPort.builder().backend(Backend.NIO).open(),
                "backend nio (asked for by the program) is none of a completion port. It has ");
    }

    @Test
    void aCompletionBackendThatIsNotToBeHadIsRefusedWithTheReason() {
        refused(
                () -> CompletionPort.builder().backend(Backend.IOCP).open(),
                "backend iocp (asked for by the program) is not available: it is Windows's, and this is Linux");
        refused(
                () -> CompletionDispatcher.builder().backend(Backend.IOCP).open(),
                "backend iocp (asked for by the program) is not available: it is Windows's, and this is Linux");
    }

    private static void refused(Executable open, String why) {
        UnsupportedOperationException refusal = assertThrows(UnsupportedOperationException.class, open);
        assertTrue(refusal.getMessage().contains(why), refusal::getMessage);
    }

    @Test
    void theProgramGoesBeforeTheProperty() throws Exception {
        System.setProperty(BackendProperty.NAME, "kqueue");
        try (ReadinessDispatcher dispatcher =
                ReadinessDispatcher.builder().backend(Backend.NIO).open()) {
            assertSame(Backend.NIO, dispatcher.backend());
            assertTrue(dispatcher.describe().contains("asked for by the program"), dispatcher::describe);
        }
        assertThrows(NullPointerException.class, () -> ReadinessPort.open(null));
    }
}
