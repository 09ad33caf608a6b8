package dev.pollux.linux.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.linux.Errno;
import dev.pollux.linux.Failure;
import dev.pollux.linux.IoUring;
import dev.pollux.linux.IoUringSetup;
import dev.pollux.linux.OpenDescriptors;
import dev.pollux.linux.Task;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a ring is set up: sizes, flags that are granted or given up in turn, and systems that have no rings or forbid them. */
@RingTest
class SetupTest {
    private static final Map<String, Integer> FLAGS = new TreeMap<>(Map.of(
            "CLAMP", IoUringSetup.CLAMP,
            "R_DISABLED", IoUringSetup.R_DISABLED,
            "SUBMIT_ALL", IoUringSetup.SUBMIT_ALL,
            "COOP_TASKRUN", IoUringSetup.COOP_TASKRUN,
            "TASKRUN_FLAG", IoUringSetup.TASKRUN_FLAG,
            "SINGLE_ISSUER", IoUringSetup.SINGLE_ISSUER,
            "DEFER_TASKRUN", IoUringSetup.DEFER_TASKRUN,
            "NO_SQARRAY", IoUringSetup.NO_SQARRAY));

    @AfterEach
    void refuseNothing() {
        System.clearProperty(IoUringSetup.REFUSE_PROPERTY);
    }

    private static int all() {
        return FLAGS.values().stream().reduce(0, (a, b) -> a | b);
    }

    private static void refuse(String names) {
        System.setProperty(IoUringSetup.REFUSE_PROPERTY, names);
    }

    @Test
    void sizesAreThoseAskedForRoundedUp() throws IOException {
        try (IoUring ring = new IoUringSetup(5).completions(33).open()) {
            assertEquals(8, ring.capacity());
            assertEquals(64, ring.completions().capacity());
            assertEquals(0, ring.setupFlags());
        }
        try (IoUring ring = new IoUringSetup(IoUringSetup.MAX_ENTRIES).open()) {
            assertEquals(IoUringSetup.MAX_ENTRIES, ring.capacity());
            assertEquals(IoUringSetup.MAX_COMPLETIONS, ring.completions().capacity());
        }
    }

    @Test
    void nonsenseIsRefusedBeforeTheKernelSeesIt() {
        for (int entries : new int[] {0, -1, Integer.MIN_VALUE, IoUringSetup.MAX_ENTRIES + 1, Integer.MAX_VALUE}) {
            assertThrows(IllegalArgumentException.class, () -> new IoUringSetup(entries));
        }
        IoUringSetup setup = new IoUringSetup(8);
        for (int count : new int[] {0, -1, 7, IoUringSetup.MAX_COMPLETIONS + 1}) {
            assertThrows(IllegalArgumentException.class, () -> setup.completions(count));
        }
        assertThrows(IllegalArgumentException.class, () -> setup.wish(1 << 3)); // CQSIZE: completions()
        assertThrows(IllegalArgumentException.class, () -> setup.require(1 << 10)); // SQE128: not of these entries
        assertThrows(IllegalArgumentException.class, () -> setup.pollingThread(0, -1));
        assertThrows(IllegalArgumentException.class, () -> setup.pollingThread(1, -2));
    }

    @Test
    void everyWishIsGivenUpByItself() throws IOException {
        int granted;
        try (IoUring ring = new IoUringSetup(4).wish(all()).open()) {
            granted = ring.setupFlags();
        }
        for (Map.Entry<String, Integer> flag : FLAGS.entrySet()) {
            refuse(flag.getKey());
            try (IoUring ring = new IoUringSetup(4).wish(all()).open()) {
                assertEquals(0, ring.setupFlags() & flag.getValue(), flag.getKey());
                assertEquals(0, ring.setupFlags() & ~granted, "no flag comes by giving one up");
                if ((ring.setupFlags() & IoUringSetup.R_DISABLED) != 0) {
                    ring.enable();
                }
                assertWorks(ring);
            }
        }
    }

    @Test
    void anOldKernelsRingIsGotByGivingUpAll() throws IOException {
        refuse(String.join(",", FLAGS.keySet()));
        try (IoUring ring = new IoUringSetup(4).wish(all()).open()) {
            assertEquals(0, ring.setupFlags());
            assertWorks(ring);
        }
    }

    @Test
    void newerFlagsAreGivenUpBeforeOlderOnes() throws IOException {
        refuse("DEFER_TASKRUN");
        int wished = IoUringSetup.SUBMIT_ALL | IoUringSetup.SINGLE_ISSUER | IoUringSetup.DEFER_TASKRUN;
        refuse("");
        int granted;
        try (IoUring ring = new IoUringSetup(4).wish(wished).open()) {
            granted = ring.setupFlags();
        }
        refuse("DEFER_TASKRUN");
        try (IoUring ring = new IoUringSetup(4).wish(wished).open()) {
            assertEquals(granted & ~IoUringSetup.DEFER_TASKRUN, ring.setupFlags(), "the others stay");
        }
    }

    @Test
    void aRequiredFlagIsNotGivenUp() {
        for (Map.Entry<String, Integer> flag : FLAGS.entrySet()) {
            refuse(flag.getKey());
            int with = flag.getKey().equals("DEFER_TASKRUN") ? IoUringSetup.SINGLE_ISSUER : 0;
            int also = flag.getKey().equals("TASKRUN_FLAG") ? IoUringSetup.COOP_TASKRUN : 0;
            IoUringSetup setup = new IoUringSetup(4).require(flag.getValue() | with | also);
            Failure.of("io_uring_setup", Errno.EINVAL, "flags 0x", setup::open);
            setup.wish(flag.getValue());
            Failure.of("io_uring_setup", Errno.EINVAL, "flags 0x", setup::open);
        }
    }

    @Test
    void whatTheKernelRefusesAloneIsGivenUpAloneOrRefused() throws IOException {
        int granted;
        try (IoUring ring = new IoUringSetup(4).wish(IoUringSetup.NO_SQARRAY).open()) {
            granted = ring.setupFlags();
        }
        int withoutItsCompanion = IoUringSetup.DEFER_TASKRUN | IoUringSetup.TASKRUN_FLAG;
        try (IoUring ring = new IoUringSetup(4)
                .wish(withoutItsCompanion | IoUringSetup.NO_SQARRAY)
                .open()) {
            assertEquals(granted, ring.setupFlags());
        }
        Failure.of(
                "io_uring_setup",
                Errno.EINVAL,
                "flags 0x",
                new IoUringSetup(4).require(IoUringSetup.DEFER_TASKRUN)::open);
        Failure.of(
                "io_uring_setup",
                Errno.EINVAL,
                "flags 0x",
                new IoUringSetup(4).require(IoUringSetup.TASKRUN_FLAG)::open);
    }

    @Test
    void aSystemThatForbidsRingsIsNamed() {
        refuse("EPERM");
        Failure.of("io_uring_setup", Errno.EPERM, "kernel.io_uring_disabled", new IoUringSetup(4)::open);
        refuse("ENOSYS");
        Failure.of("io_uring_setup", Errno.ENOSYS, "no such call", new IoUringSetup(4).wish(all())::open);
        refuse("NO_SUCH_FLAG");
        assertThrows(IllegalArgumentException.class, new IoUringSetup(4)::open);
    }

    @Test
    void whatTheKernelsRingsLackIsNamed() throws IOException {
        Set<String> before = OpenDescriptors.all();
        for (String feature : new String[] {"FEAT_SINGLE_MMAP", "FEAT_NODROP", "FEAT_EXT_ARG"}) {
            refuse(feature);
            String message = assertThrows(UnsupportedOperationException.class, new IoUringSetup(4)::open)
                    .getMessage();
            assertTrue(message.contains("IORING_" + feature + " (Linux 5."), message);
        }
        assertEquals(Set.of(), OpenDescriptors.addedTo(before));
    }

    @Test
    void whatIsRefusedLeavesNoDescriptor() throws IOException {
        Set<String> before = OpenDescriptors.all();
        refuse("DEFER_TASKRUN,EPERM");
        for (int i = 0; i < 10; i++) {
            assertThrows(IOException.class, new IoUringSetup(4).wish(all())::open);
        }
        assertEquals(Set.of(), OpenDescriptors.addedTo(before));
    }

    @Test
    void aDisabledRingBelongsToTheThreadThatEnablesIt() throws Exception {
        TestRing.requires(6, 0, "IORING_SETUP_SINGLE_ISSUER");
        IoUring ring = new IoUringSetup(4)
                .require(IoUringSetup.R_DISABLED)
                .wish(TestRing.WISHES)
                .open();
        assertThrows(IllegalStateException.class, () -> ring.submitAndWait(0, 0));
        ring.next().nop().userData(1);
        assertThrows(IllegalStateException.class, ring::submit);
        Task<Integer> loop = Task.start("loop-", () -> {
            ring.enable();
            assertEquals(1, ring.submitAndWait(1, TestRing.LONG_NANOS), "what was filled before is submitted");
            return ring.setupFlags();
        });
        int flags = loop.get();
        if ((flags & IoUringSetup.SINGLE_ISSUER) != 0) {
            String message =
                    assertThrows(IllegalStateException.class, ring::next).getMessage();
            assertTrue(message.contains("loop-"), message);
            assertTrue(message.contains(Thread.currentThread().getName()), message);
        }
        ring.close();
    }

    @Test
    void enablingTwiceFails() throws IOException {
        try (IoUring ring = new IoUringSetup(4).require(IoUringSetup.R_DISABLED).open()) {
            ring.enable();
            Failure.of("io_uring_register(IORING_REGISTER_ENABLE_RINGS)", Errno.EBADFD, "descriptor", ring::enable);
        }
    }

    @Test
    void waitsAreNotShownAsIoUnlessAskedFor() throws IOException {
        int noIoWait = 1 << 17; // IORING_FEAT_NO_IOWAIT
        for (boolean counted : new boolean[] {true, false}) {
            try (IoUring ring = new IoUringSetup(4).ioWait(counted).open()) {
                assumeTrue((ring.features() & noIoWait) != 0, "this kernel can't tell");
                assertWorks(ring); // an unknown flag would be EINVAL
            }
        }
    }

    @Test
    void theKernelsThreadTakesEntries() throws IOException {
        try (IoUring ring = new IoUringSetup(4)
                .require(IoUringSetup.SQPOLL)
                .pollingThread(1, 0)
                .open()) {
            for (int i = 0; i < 100; i++) {
                ring.next().nop().userData(i);
                ring.submit();
                while (ring.completions().count() == 0) {
                    assertNotEquals(-1, ring.submitAndWait(1, TestRing.LONG_NANOS));
                }
                assertEquals(i, ring.completions().userData(0));
                ring.completions().advance(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, IoUringSetup.SINGLE_ISSUER})
    void aRingIsClosedOnce(int flags) throws IOException {
        Set<String> before = OpenDescriptors.all();
        IoUring ring = new IoUringSetup(4).wish(flags).open();
        assertEquals(1, OpenDescriptors.addedTo(before).size());
        ring.close();
        ring.close();
        assertFalse(ring.isOpen());
        assertEquals(Set.of(), OpenDescriptors.addedTo(before));
    }

    private static void assertWorks(IoUring ring) throws IOException {
        for (int i = 0; i < 3 * ring.capacity(); i++) {
            ring.next().nop().userData(i);
            assertEquals(1, ring.submitAndWait(1, TestRing.LONG_NANOS));
            assertEquals(i, ring.completions().userData(0));
            ring.completions().advance(1);
        }
    }
}
