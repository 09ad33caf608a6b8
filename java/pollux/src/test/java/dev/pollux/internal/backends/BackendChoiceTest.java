package dev.pollux.internal.backends;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Backend;
import dev.pollux.Finding;
import dev.pollux.binding.Platform;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which of several is taken, with backends that are there or not as the test likes. */
class BackendChoiceTest {
    private final Map<Backend, String> refusals = new EnumMap<>(Backend.class);
    private final Backend own = Platform.isWindows() ? Backend.IOCP : Backend.IO_URING;
    private final Backend others = Platform.isWindows() ? Backend.IO_URING : Backend.IOCP;

    /** A port's backends, without ports. */
    private final BackendChoice<Backend> choice = new BackendChoice<>("test", List.of(others, own, Backend.EMULATED)) {
        @Override
        Backend kind(Backend provider) {
            return provider;
        }

        @Override
        String whyUnavailable(Backend provider) {
            return refusals.get(provider);
        }

        @Override
        String how(Backend provider) {
            return "by " + provider;
        }
    };

    BackendChoiceTest() {
        refusals.put(others, "it is of another system");
    }

    @AfterEach
    void clear() {
        System.clearProperty(BackendProperty.NAME);
    }

    @Test
    void theBestOfThisSystemIsTaken() {
        BackendChoice.Taken<Backend> taken = choice.take(null);
        assertEquals(own, taken.provider());
        assertEquals("the best there is", taken.reason());
    }

    @Test
    void whatIsPassedOverIsToldWithTheReason() {
        refusals.put(own, "io_uring_setup(2): EPERM, and the sysctl kernel.io_uring_disabled is 2");
        BackendChoice.Taken<Backend> taken = choice.take(null);
        assertEquals(Backend.EMULATED, taken.provider());
        assertEquals(
                own + ": io_uring_setup(2): EPERM, and the sysctl kernel.io_uring_disabled is 2",
                taken.reason(),
                "and of another system's no word");
    }

    @Test
    void whatIsNamedIsTakenOrRefused() {
        assertEquals("asked for by the program", choice.take(Backend.EMULATED).reason());
        System.setProperty(BackendProperty.NAME, "nio, Emulated");
        BackendChoice.Taken<Backend> taken = choice.take(null);
        assertEquals(Backend.EMULATED, taken.provider());
        assertEquals("-Ddev.pollux.backend=nio, Emulated", taken.reason());
        refusals.put(Backend.EMULATED, "it is broken");
        assertEquals(
                "backend emulated (-Ddev.pollux.backend=nio, Emulated) is not available: it is broken",
                assertThrows(UnsupportedOperationException.class, () -> choice.take(null))
                        .getMessage());
        assertEquals(
                "backend " + others + " (asked for by the program) is not available: it is of another system",
                assertThrows(UnsupportedOperationException.class, () -> choice.take(others))
                        .getMessage());
    }

    @Test
    void whereThereIsNoneEachReasonIsTold() {
        refusals.put(own, "it is forbidden");
        refusals.put(Backend.EMULATED, "it is broken");
        assertEquals(
                "no test port here: " + own + ": it is forbidden; emulated: it is broken",
                assertThrows(UnsupportedOperationException.class, () -> choice.take(null))
                        .getMessage());
    }

    @Test
    void eachIsFoundWithItsReason() {
        System.setProperty(BackendProperty.NAME, "emulated");
        List<Finding> findings = choice.findings();
        assertEquals(new Finding(others.toString(), false, false, "it is of another system", ""), findings.get(0));
        assertEquals(new Finding(own.toString(), true, false, "by " + own, ""), findings.get(1));
        assertEquals(new Finding("emulated", true, true, "by emulated", ""), findings.get(2));
        System.setProperty(BackendProperty.NAME, "kqueue");
        assertTrue(choice.findings().get(1).chosen(), "a doctor works where the property is wrong, too");
        assertFalse(choice.findings().get(2).chosen());
    }
}
