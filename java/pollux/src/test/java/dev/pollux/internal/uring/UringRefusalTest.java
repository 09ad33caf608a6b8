package dev.pollux.internal.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.completion.CompletionPort;
import dev.pollux.linux.IoUringSetup;
import dev.pollux.linux.LinuxTest;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Where io_uring is forbidden, or lacks something: simulated by the direct floor. */
@LinuxTest
@Isolated("it forbids rings to the whole process")
class UringRefusalTest {
    private final String before = System.getProperty(IoUringSetup.REFUSE_PROPERTY);

    @AfterEach
    void restore() {
        if (before == null) {
            System.clearProperty(IoUringSetup.REFUSE_PROPERTY);
        } else { // the whole run does without rings
            System.setProperty(IoUringSetup.REFUSE_PROPERTY, before);
        }
    }

    private static String refusal(String refused) {
        System.setProperty(IoUringSetup.REFUSE_PROPERTY, refused);
        return UringProbe.refusal();
    }

    @Test
    void thisKernelHasAll() {
        UringCondition.require();
        assertNull(UringProbe.refusal());
        assertTrue(UringProbe.hasMultishotReceive());
    }

    @Test
    void forbiddenBySysctl() {
        String why = refusal("EPERM");
        assertTrue(why.contains("EPERM") && why.contains("kernel.io_uring_disabled"), why);
    }

    @Test
    void forbiddenByAFilterThatKnowsNoSuchCall() {
        String why = refusal("ENOSYS");
        assertTrue(why.contains("ENOSYS"), why);
    }

    /** An older kernel refuses a flag: the port does without, and keeps its promises. */
    @Test
    void aFlagIsMissing() throws Exception {
        UringCondition.require();
        for (String missing :
                new String[] {"SINGLE_ISSUER", "DEFER_TASKRUN", "R_DISABLED", "NO_SQARRAY", "SUBMIT_ALL"}) {
            assertNull(refusal(missing), missing);
            CompletionPort port = UringPorts.builder().singleThreaded(true).open();
            try (port) {
                AtomicLong told = new AtomicLong();
                port.post((operation, data) -> told.set(data)).data(7).submit();
                assertEquals(1, port.poll(-1), missing);
                assertEquals(7, told.get(), missing);
                port.wakeup();
                assertEquals(0, port.poll(-1), missing);
            }
        }
    }
}
