package dev.pollux.windows;

import static dev.pollux.windows.Windows.CALLS;

import dev.pollux.internal.field.Fields;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The driver of Windows's sockets, opened to poll them: {@code \Device\Afd} and IOCTL_AFD_POLL. A poll is told once one of its
 * events is true of its socket, by a completion of this handle. So one completion port tells what is ready, and what is done.
 *
 * <p>Windows has no documentation of this. It is what {@code select} is made of there, and what libuv, mio, wepoll and the JDK's own
 * selector use. An event that is true already completes a poll at once: there are levels, and no edges.
 *
 * <p>One device has room for {@value #POLLS} polls at a time. A poll has a number from 0 on, which is the caller's to choose.
 * Closing a polled socket ends its poll with {@link #LOCAL_CLOSE}, if it asks for that. Cancel it before, because then it ends on every
 * system.
 *
 * <p>All methods may be called from any thread. One poll is one thread's at a time.
 *
 * <pre>{@code
 * AfdDevice device = AfdDevice.open();
 * port.associate(device, 1L);
 * long base = AfdDevice.baseSocket(socket.handle());
 * device.submitPoll(0, base, AfdDevice.RECEIVE | AfdDevice.DISCONNECT | AfdDevice.ABORT);
 * int count = port.await(completions, Iocp.INFINITE);
 * for (int i = 0; i < count; i++) {
 *     int poll = device.pollOf(completions.overlappedAddress(i)); // 0
 *     int events = device.completed(poll);
 *     handle(events);
 * }
 * device.close();
 * }</pre>
 */
public final class AfdDevice extends OverlappedHandle {
    /** How many polls one device has room for. */
    public static final int POLLS = 32;

    /** AFD_POLL_RECEIVE: there is something to receive. */
    public static final int RECEIVE = 0x1;

    /** AFD_POLL_RECEIVE_EXPEDITED: there is out-of-band data to receive. */
    public static final int RECEIVE_EXPEDITED = 0x2;

    /** AFD_POLL_SEND: a send would not block. A stream that connects is not so yet. */
    public static final int SEND = 0x4;

    /** AFD_POLL_DISCONNECT: the peer sends no more. */
    public static final int DISCONNECT = 0x8;

    /** AFD_POLL_ABORT: the connection was reset. */
    public static final int ABORT = 0x10;

    /** AFD_POLL_LOCAL_CLOSE: the socket was closed here. */
    public static final int LOCAL_CLOSE = 0x20;

    /** AFD_POLL_ACCEPT: a connection can be accepted. */
    public static final int ACCEPT = 0x80;

    /** AFD_POLL_CONNECT_FAIL: a connect has failed. */
    public static final int CONNECT_FAIL = 0x100;

    private static final int ALL =
            RECEIVE | RECEIVE_EXPEDITED | SEND | DISCONNECT | ABORT | LOCAL_CLOSE | ACCEPT | CONNECT_FAIL;

    private static final VarHandle PENDING_POLLS = Fields.find(MethodHandles.lookup(), "pendingPolls", int.class);

    /** Memory that the system may write to, whatever the program does: until the last poll was dequeued. */
    private static final Set<AfdDevice> LIVE = ConcurrentHashMap.newKeySet();

    private static final int IOCTL_AFD_POLL = 0x0001_2024;
    private static final int SIO_BASE_HANDLE = 0x4800_0022;
    private static final int SIO_BSP_HANDLE_POLL = 0x4800_001D;
    private static final int FILE_SKIP_SET_EVENT_ON_HANDLE = 0x2;
    private static final String NAME = "\\Device\\Afd\\Pollux"; // what follows Afd is anybody's choice
    private static final int SYNCHRONIZE = 0x0010_0000;
    private static final int FILE_SHARE_READ_AND_WRITE = 0x3;

    // A poll: its OVERLAPPED, then an AFD_POLL_INFO with one AFD_POLL_HANDLE_INFO, which is read and written.
    private static final int STATUS = 0;
    private static final int INFO = Block.OVERLAPPED_SIZE;
    private static final int TIMEOUT = INFO; // LARGE_INTEGER
    private static final int COUNT = INFO + 8; // ULONG
    private static final int EXCLUSIVE = INFO + 12; // ULONG: a later poll of the same socket would end this one
    private static final int SOCKET = INFO + 16; // HANDLE
    private static final int EVENTS = INFO + 24; // ULONG
    private static final int SOCKET_STATUS = INFO + 28; // NTSTATUS
    private static final int INFO_SIZE = 32;
    private static final int SIZE = INFO + INFO_SIZE;

    private final ByteBuffer memory;
    private final long address;

    private volatile int pendingPolls; // a bit each

    private AfdDevice(long handle, ByteBuffer memory, long address) {
        super(handle);
        this.memory = memory;
        this.address = address;
    }

    /**
     * Opens the device: NtOpenFile, and FILE_SKIP_SET_EVENT_ON_HANDLE.
     *
     * @return the device, to be associated with a port before the first poll
     * @throws UnsupportedOperationException if there is no binding to the Windows calls here
     * @throws IOException if the system has no such device, or refuses
     */
    public static AfdDevice open() throws IOException {
        Winsock.start();
        ByteBuffer memory = ByteBuffer.allocateDirect(POLLS * SIZE + Block.ALIGNMENT)
                .alignedSlice(Block.ALIGNMENT)
                .order(ByteOrder.nativeOrder());
        long address = CALLS.addressOf(memory);
        long handle = openHandle(memory, address);
        AfdDevice made = null;
        try {
            CALLS.setFileCompletionNotificationModes(handle, FILE_SKIP_SET_EVENT_ON_HANDLE); // it only saves time
            AfdDevice device = new AfdDevice(handle, memory, address);
            LIVE.add(device);
            made = device;
            return made;
        } finally {
            closeUnless(made != null, handle);
        }
    }

    /** Has its arguments in memory that no poll uses yet. */
    private static long openHandle(ByteBuffer memory, long address) throws IOException {
        int attributes = 0; // OBJECT_ATTRIBUTES: Length, RootDirectory, ObjectName, Attributes, and two pointers
        int attributesSize = 48;
        int name = 48; // UNICODE_STRING: Length and MaximumLength in bytes, Buffer
        int statusBlock = 64; // IO_STATUS_BLOCK
        int handle = 80;
        int text = 96;
        byte[] utf16 = NAME.getBytes(StandardCharsets.UTF_16LE);
        memory.putInt(attributes, attributesSize).putLong(attributes + 16, address + name);
        memory.putShort(name, (short) utf16.length).putShort(name + 2, (short) utf16.length);
        memory.putLong(name + 8, address + text).put(text, utf16);
        int status = CALLS.ntOpenFile(
                address + handle,
                SYNCHRONIZE,
                address + attributes,
                address + statusBlock,
                FILE_SHARE_READ_AND_WRITE,
                0);
        long opened = memory.getLong(handle);
        if (status < 0 || opened <= 0) {
            throw Errors.of("NtOpenFile", -NtStatus.error(status), NAME);
        }
        return opened;
    }

    /**
     * {@return the socket beneath a socket: SIO_BASE_HANDLE. They differ where a layered service provider is installed, and the driver
     * knows the one beneath}
     *
     * @param socket a SOCKET that stays open meanwhile
     * @throws IOException WSAENOTSOCK if it is none, or what else the system says
     */
    public static long baseSocket(long socket) throws IOException {
        Winsock.start();
        ByteBuffer scratch = Scratch.get();
        long above = Windows.checkHandle(socket);
        while (true) {
            int result = ask(scratch, above, SIO_BASE_HANDLE);
            if (result >= 0) {
                return scratch.getLong(Scratch.VALUE);
            }
            // Some providers keep that question from those beneath them, though they must not, and answer this one.
            int other = result == -WinError.WSAENOTSOCK ? result : ask(scratch, above, SIO_BSP_HANDLE_POLL);
            long beneath = scratch.getLong(Scratch.VALUE);
            if (other < 0 || beneath == above || beneath <= 0) {
                throw Errors.of("WSAIoctl", result, "SIO_BASE_HANDLE of socket 0x" + Long.toHexString(socket));
            }
            above = beneath;
        }
    }

    private static int ask(ByteBuffer scratch, long socket, int code) {
        scratch.putLong(Scratch.VALUE, 0);
        return CALLS.wsaIoctl(
                socket, code, 0, 0, Scratch.at(scratch, Scratch.VALUE), 8, Scratch.at(scratch, Scratch.LENGTH));
    }

    /**
     * Begins to poll a socket: IOCTL_AFD_POLL, without a time limit. Its completion comes through the port.
     *
     * @param poll the poll's number, from 0 to {@link #POLLS} - 1, which is not pending
     * @param baseSocket what {@link #baseSocket} gives, open until the poll was dequeued or this method has failed
     * @param events what to wait for: {@link #RECEIVE} and others of this class, at least one
     * @return {@link Overlapped#PENDING}, or a negated code if the system refuses. Nothing comes through the port then
     * @throws IllegalStateException if the poll is pending
     * @throws ClosedChannelException if the device is closed
     */
    public int submitPoll(int poll, long baseSocket, int events) throws ClosedChannelException {
        int at = Objects.checkIndex(poll, POLLS) * SIZE;
        Windows.checkHandle(baseSocket);
        if (events == 0 || (events & ~ALL) != 0) {
            throw new IllegalArgumentException("events 0x" + Integer.toHexString(events) + ": some of 0x"
                    + Integer.toHexString(ALL) + ", and no others");
        }
        int bit = 1 << poll;
        long handle = acquire();
        try {
            if (((int) PENDING_POLLS.getAndBitwiseOr(this, bit) & bit) != 0) {
                throw new IllegalStateException("poll " + poll + " is pending");
            }
            memory.putLong(at + STATUS, NtStatus.STATUS_PENDING).putLong(at + Block.INTERNAL_HIGH, 0);
            memory.putLong(at + Block.OFFSET, 0).putLong(at + Block.EVENT, 0);
            memory.putLong(at + TIMEOUT, Long.MAX_VALUE).putInt(at + COUNT, 1).putInt(at + EXCLUSIVE, 0);
            memory.putLong(at + SOCKET, baseSocket).putInt(at + EVENTS, events).putInt(at + SOCKET_STATUS, 0);
            VarHandle.releaseFence(); // another thread may dequeue it before this call returns
            long info = address + at + INFO;
            int result = CALLS.deviceIoControl(handle, IOCTL_AFD_POLL, info, INFO_SIZE, info, INFO_SIZE, address + at);
            if (result > 0 || result == -WinError.ERROR_IO_PENDING) {
                return Overlapped.PENDING;
            }
            notPending(bit);
            return result == 0 ? -WinError.ERROR_GEN_FAILURE : result;
        } finally {
            release();
        }
    }

    /**
     * Asks the system to end a poll: CancelIoEx. It stays pending until its completion is dequeued.
     *
     * @param poll the poll's number
     * @return true if the system will end it, or false if it has ended, and its completion is in the port or was dequeued
     * @throws ClosedChannelException if the device is closed: all is cancelled then
     * @throws IOException if the system refuses
     */
    public boolean cancelPoll(int poll) throws IOException {
        Objects.checkIndex(poll, POLLS);
        return isPending(poll) && cancel(address + (long) poll * SIZE);
    }

    /**
     * {@return the number of the poll that an address is of, or -1 if it is none of this device}
     *
     * @param overlappedAddress any number, such as {@link Completions#overlappedAddress}
     */
    public int pollOf(long overlappedAddress) {
        long offset = overlappedAddress - address;
        return offset >= 0 && offset < POLLS * SIZE && offset % SIZE == 0 ? (int) offset / SIZE : -1;
    }

    /**
     * Ends a poll whose completion was dequeued. It may be submitted again.
     *
     * @param poll the poll's number
     * @return the events that are true, or 0 if it was cancelled, or if it failed
     * @throws IllegalStateException if it is not pending
     */
    public int completed(int poll) {
        int at = Objects.checkIndex(poll, POLLS) * SIZE;
        int bit = 1 << poll;
        if ((pendingPolls & bit) == 0) {
            throw new IllegalStateException("poll " + poll + " is not pending");
        }
        VarHandle.acquireFence();
        boolean isTold = memory.getInt(at + STATUS) == 0 && memory.getInt(at + COUNT) > 0;
        int events = isTold ? memory.getInt(at + EVENTS) : 0;
        notPending(bit);
        return events;
    }

    private void notPending(int bit) {
        int before = (int) PENDING_POLLS.getAndBitwiseAnd(this, ~bit);
        if (before == bit && !isOpen()) {
            LIVE.remove(this);
        }
    }

    /**
     * {@return true if a poll was submitted, and its completion was not dequeued yet}
     *
     * @param poll the poll's number
     */
    public boolean isPending(int poll) {
        return (pendingPolls & 1 << Objects.checkIndex(poll, POLLS)) != 0;
    }

    /** {@return how many polls are pending} */
    public int pendingPolls() {
        return Integer.bitCount(pendingPolls);
    }

    /** {@return true if the memory is kept, whatever the program does} */
    boolean isRooted() {
        return LIVE.contains(this);
    }

    @Override
    void closeHandle() {
        super.closeHandle();
        if (pendingPolls == 0) {
            LIVE.remove(this);
        }
    }
}
