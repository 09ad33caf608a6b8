package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * How a ring is to be set up: its sizes, and the flags of io_uring_setup(2). A flag is <i>required</i> or <i>wished</i>. One
 * that is wished is given up where the kernel refuses it, and {@link IoUring#setupFlags()} tells what was granted. Only one
 * thread at a time may use it.
 *
 * <pre>{@code
 * IoUring ring = new IoUringSetup(256)
 *         .completions(4096)
 *         .wish(IoUringSetup.SINGLE_ISSUER | IoUringSetup.DEFER_TASKRUN | IoUringSetup.SUBMIT_ALL)
 *         .open();
 * boolean deferred = (ring.setupFlags() & IoUringSetup.DEFER_TASKRUN) != 0;
 * }</pre>
 */
public final class IoUringSetup {
    /** IORING_SETUP_IOPOLL: completions of block devices are polled for. Only for files opened with O_DIRECT. */
    public static final int IOPOLL = 1;

    /** IORING_SETUP_SQPOLL: a thread of the kernel takes the entries. {@link #pollingThread} sets its idle time. */
    public static final int SQPOLL = 1 << 1;

    /** IORING_SETUP_CLAMP: a size beyond the kernel's limit becomes the limit. */
    public static final int CLAMP = 1 << 4;

    /** IORING_SETUP_R_DISABLED (5.10): the ring takes nothing until {@link IoUring#enable()}. */
    public static final int R_DISABLED = 1 << 6;

    /** IORING_SETUP_SUBMIT_ALL (5.18): an entry that fails does not end the submission of those behind it. */
    public static final int SUBMIT_ALL = 1 << 7;

    /** IORING_SETUP_COOP_TASKRUN (5.19): a completion does not interrupt the thread that submitted. */
    public static final int COOP_TASKRUN = 1 << 8;

    /** IORING_SETUP_TASKRUN_FLAG (5.19), with one of the two others: {@link IoUring#needsEnter()} tells of waiting work. */
    public static final int TASKRUN_FLAG = 1 << 9;

    /**
     * IORING_SETUP_SINGLE_ISSUER (6.0): one thread submits and waits, that which opened the ring, or enabled it. Not a virtual thread: to
     * the kernel it is whichever thread carries it.
     */
    public static final int SINGLE_ISSUER = 1 << 12;

    /** IORING_SETUP_DEFER_TASKRUN (6.1), with {@link #SINGLE_ISSUER}: completions are made only within a wait. */
    public static final int DEFER_TASKRUN = 1 << 13;

    /** IORING_SETUP_NO_SQARRAY (6.6): entries are taken in their order, without an index. */
    public static final int NO_SQARRAY = 1 << 16;

    /**
     * System property: what {@code io_uring_setup} refuses in this process, whatever the kernel would do. A list with commas of
     * names of flags ({@code DEFER_TASKRUN}), which are refused with EINVAL, of features ({@code FEAT_NO_IOWAIT}), which are hidden, or
     * {@code EPERM} or {@code ENOSYS}, which refuse every ring. It is for who wants to see what an older system does.
     */
    public static final String REFUSE_PROPERTY = "dev.pollux.linux.ioUring.refuse";

    /** The most submission entries of a ring: the kernel's IORING_MAX_ENTRIES. */
    public static final int MAX_ENTRIES = 32768;

    /** The most completions of a ring: twice as many. */
    public static final int MAX_COMPLETIONS = 2 * MAX_ENTRIES;

    static final int CQSIZE = 1 << 3;
    private static final int SQ_AFF = 1 << 2;

    private static final int ALL = IOPOLL
            | SQPOLL
            | CLAMP
            | R_DISABLED
            | SUBMIT_ALL
            | COOP_TASKRUN
            | TASKRUN_FLAG
            | SINGLE_ISSUER
            | DEFER_TASKRUN
            | NO_SQARRAY;

    /** In this order wishes are given up, the newest first: a kernel that knows one knows those behind it. */
    private static final int[] NEWEST_FIRST = {
        NO_SQARRAY,
        DEFER_TASKRUN,
        SINGLE_ISSUER,
        TASKRUN_FLAG,
        COOP_TASKRUN,
        SUBMIT_ALL,
        R_DISABLED,
        SQPOLL,
        IOPOLL,
        CLAMP
    };

    private final int entries;
    private int completions;
    private int required;
    private int wished;
    private int idleMillis;
    private int cpu = -1;
    private boolean ioWait;

    /**
     * @param entries how many entries can be filled before they are submitted, from 1 to {@value #MAX_ENTRIES}. The kernel
     *     rounds up to a power of two
     */
    public IoUringSetup(int entries) {
        this.entries = check("entries", entries, MAX_ENTRIES);
    }

    /**
     * Sets how many completions the ring holds: IORING_SETUP_CQSIZE. Twice the entries, unless it is called. More wait in the
     * kernel's memory, see {@link IoUring#hasOverflowed()}.
     *
     * @param count from the number of entries to {@value #MAX_COMPLETIONS}. The kernel rounds up to a power of two
     * @return this
     */
    public IoUringSetup completions(int count) {
        completions = check("completions", count, MAX_COMPLETIONS);
        if (count < entries) {
            throw new IllegalArgumentException(count + " completions are fewer than " + entries + " entries");
        }
        return this;
    }

    /**
     * Requires flags: {@link #open()} fails if the kernel refuses one.
     *
     * @param flags of this class
     * @return this
     */
    public IoUringSetup require(int flags) {
        required |= check(flags);
        return this;
    }

    /**
     * Wishes for flags: what the kernel refuses is given up, one flag after the other.
     *
     * @param flags of this class
     * @return this
     */
    public IoUringSetup wish(int flags) {
        wished |= check(flags);
        return this;
    }

    /**
     * Sets how the kernel's thread of {@link #SQPOLL} runs.
     *
     * @param idleMillis after how long without an entry it sleeps, more than 0
     * @param onCpu the processor that it is bound to, or -1
     * @return this
     */
    public IoUringSetup pollingThread(int idleMillis, int onCpu) {
        if (idleMillis < 1 || onCpu < -1) {
            throw new IllegalArgumentException("idle after " + idleMillis + " ms, on processor " + onCpu);
        }
        this.idleMillis = idleMillis;
        this.cpu = onCpu;
        return this;
    }

    /**
     * Sets whether a thread that waits is counted as waiting for I/O. It is not, unless this is called, where the kernel can tell
     * (6.15): an idle server is not to be shown as a busy disk.
     *
     * @param counted true for the kernel's own default
     * @return this
     */
    public IoUringSetup ioWait(boolean counted) {
        ioWait = counted;
        return this;
    }

    /**
     * Opens the ring: io_uring_setup(2), and two mmap(2).
     *
     * @return the ring
     * @throws IOException EPERM if the system forbids rings ({@code kernel.io_uring_disabled}, or a container's filter), ENOSYS
     *     if it has none, EINVAL if it refuses a required flag, ENOMEM or EMFILE
     * @throws UnsupportedOperationException if there is no binding to Linux's calls, or the kernel's rings lack what this class
     *     relies on. The message names what is missing
     */
    public IoUring open() throws IOException {
        Linux.require();
        ByteBuffer parameters =
                ByteBuffer.allocateDirect(RingMemory.PARAMETERS_SIZE).order(ByteOrder.nativeOrder());
        int flags = required | wished;
        int fd = setup(parameters, flags);
        for (int i = 0; fd == -Errno.EINVAL && i < NEWEST_FIRST.length; i++) {
            int given = NEWEST_FIRST[i] & wished & ~required & flags;
            if (given != 0) {
                flags &= ~given;
                fd = setup(parameters, flags);
            }
        }
        Reference.reachabilityFence(parameters);
        if (fd < 0) {
            throw Errors.of("io_uring_setup", fd, subject(fd, flags));
        }
        hideFeatures(parameters);
        return IoUring.open(fd, new RingMemory(parameters), ioWait);
    }

    private String subject(int result, int flags) {
        return switch (-result) {
            case Errno.EPERM -> "kernel.io_uring_disabled, or a filter of a container, forbids it";
            case Errno.ENOSYS -> "this kernel, or a filter of a container, has no such call";
            case Errno.EINVAL ->
                entries + " entries, " + completions + " completions, flags 0x" + Integer.toHexString(flags);
            default -> entries + " entries";
        };
    }

    private int setup(ByteBuffer parameters, int wanted) {
        int flags = wanted;
        if ((flags & SINGLE_ISSUER) == 0) {
            flags &= ~DEFER_TASKRUN | required; // the kernel refuses one without the other
        }
        if ((flags & (COOP_TASKRUN | DEFER_TASKRUN)) == 0) {
            flags &= ~TASKRUN_FLAG | required;
        }
        int refused = refused(flags);
        if (refused != 0) {
            return refused;
        }
        for (int i = 0; i < RingMemory.PARAMETERS_SIZE; i += Long.BYTES) {
            parameters.putLong(i, 0);
        }
        parameters.putInt(4, completions);
        parameters.putInt(8, flags | (completions > 0 ? CQSIZE : 0) | (cpu >= 0 ? SQ_AFF : 0));
        parameters.putInt(12, Math.max(cpu, 0));
        parameters.putInt(16, idleMillis);
        return CALLS.ioUringSetup(entries, CALLS.addressOf(parameters));
    }

    /** {@return what a kernel that refuses these would answer, or 0} */
    private static int refused(int flags) {
        for (String name : refusedNames()) {
            if (name.equals("EPERM") || name.equals("ENOSYS")) {
                return name.equals("EPERM") ? -Errno.EPERM : -Errno.ENOSYS;
            }
            if ((flags & flag(name)) != 0) {
                return -Errno.EINVAL;
            }
        }
        return 0;
    }

    private static List<String> refusedNames() {
        String names = System.getProperty(REFUSE_PROPERTY, "");
        return names.isBlank() ? List.of() : List.of(names.strip().split("\\s*,\\s*"));
    }

    private static void hideFeatures(ByteBuffer parameters) {
        int hidden = 0;
        for (String name : refusedNames()) {
            hidden |= feature(name);
        }
        parameters.putInt(RingMemory.FEATURES, parameters.getInt(RingMemory.FEATURES) & ~hidden);
    }

    private static int feature(String name) {
        return switch (name) {
            case "FEAT_SINGLE_MMAP" -> RingMemory.FEAT_SINGLE_MMAP;
            case "FEAT_NODROP" -> RingMemory.FEAT_NODROP;
            case "FEAT_EXT_ARG" -> RingMemory.FEAT_EXT_ARG;
            case "FEAT_MIN_TIMEOUT" -> RingMemory.FEAT_MIN_TIMEOUT;
            case "FEAT_RW_ATTR" -> RingMemory.FEAT_SINCE_6_14;
            case "FEAT_NO_IOWAIT" -> RingMemory.FEAT_NO_IOWAIT;
            default -> 0;
        };
    }

    private static int flag(String name) {
        return switch (name) {
            case "IOPOLL" -> IOPOLL;
            case "SQPOLL" -> SQPOLL;
            case "CLAMP" -> CLAMP;
            case "R_DISABLED" -> R_DISABLED;
            case "SUBMIT_ALL" -> SUBMIT_ALL;
            case "COOP_TASKRUN" -> COOP_TASKRUN;
            case "TASKRUN_FLAG" -> TASKRUN_FLAG;
            case "SINGLE_ISSUER" -> SINGLE_ISSUER;
            case "DEFER_TASKRUN" -> DEFER_TASKRUN;
            case "NO_SQARRAY" -> NO_SQARRAY;
            default -> {
                if (feature(name) == 0) {
                    throw new IllegalArgumentException("-D" + REFUSE_PROPERTY + " has " + name
                            + ", which is neither a flag, nor a feature, nor EPERM or ENOSYS");
                }
                yield 0;
            }
        };
    }

    private static int check(int flags) {
        if ((flags & ~ALL) != 0) {
            throw new IllegalArgumentException("unknown flags: 0x" + Integer.toHexString(flags & ~ALL));
        }
        return flags;
    }

    private static int check(String what, int count, int most) {
        if (count < 1 || count > most) {
            throw new IllegalArgumentException(count + " " + what + ": from 1 to " + most);
        }
        return count;
    }
}
