package dev.pollux.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The calls of handle.c. */
class WindowsHandleCallsTest extends WindowsCallsContract {
    private static final long THIS_PROCESS = -1;
    private static final int SYNCHRONIZE = 0x100000;
    private static final int IOCTL_AFD_POLL = 0x12024;
    private static final int AFD_POLL_SEND = 4;
    private static final int FROM_SYSTEM_IGNORE_INSERTS = 0x1200;

    private int handleCount() {
        int count = reserve(4);
        assertEquals(1, calls.getProcessHandleCount(THIS_PROCESS, at(count)));
        return memory.getInt(count);
    }

    @Test
    void closedHandleIsGone() {
        long port = calls.createIoCompletionPort(NEW_PORT, 0, 0, 0);
        assertTrue(port > 0);
        assertEquals(1, calls.closeHandle(port));
        assertEquals(-ERROR_INVALID_HANDLE, calls.postQueuedCompletionStatus(port, 0, 0, 0));
    }

    @Test
    void handlesAreCounted() {
        int before = handleCount();
        assumeTrue(before > 0, "Wine counts no handles");
        assertEquals(-ERROR_INVALID_HANDLE, calls.getProcessHandleCount(BAD_HANDLE, at(reserve(4))));
        for (int i = 0; i < 100; i++) {
            port();
        }
        assertTrue(handleCount() >= before + 80, "the JVM closes some of its own meanwhile, but not as many");
    }

    @Test
    void statusIsTranslated() {
        assertEquals(0, calls.rtlNtStatusToDosError(0));
        assertEquals(1460, calls.rtlNtStatusToDosError(0x102)); // ERROR_TIMEOUT
        assertEquals(ERROR_INVALID_HANDLE, calls.rtlNtStatusToDosError(0xc0000008));
        assertEquals(ERROR_HANDLE_EOF, calls.rtlNtStatusToDosError(0xc0000011));
        assertEquals(ERROR_OPERATION_ABORTED, calls.rtlNtStatusToDosError(0xc0000120));
    }

    @Test
    void messageIsText() {
        int text = reserve(1024);
        int length = calls.formatMessage(FROM_SYSTEM_IGNORE_INSERTS, ERROR_INVALID_HANDLE, at(text), 512);
        assertTrue(length > 1, () -> "the call failed with " + length);
        byte[] bytes = new byte[2 * length];
        memory.get(text, bytes);
        String message = new String(bytes, StandardCharsets.UTF_16LE);
        assertTrue(message.endsWith("\n"), message);
        assertEquals(0, memory.getShort(text + 2 * length));
        assertEquals(
                -ERROR_INSUFFICIENT_BUFFER,
                calls.formatMessage(FROM_SYSTEM_IGNORE_INSERTS, ERROR_INVALID_HANDLE, at(text), 1));
        assertEquals(-317, calls.formatMessage(FROM_SYSTEM_IGNORE_INSERTS, 0x7654321, at(text), 512));
    }

    @Test
    void deviceIsOpenedAndControlled() {
        int name = text("\\Device\\Afd\\Pollux");
        int length = 2 * "\\Device\\Afd\\Pollux".length();
        int unicode = reserve(16);
        memory.putShort(unicode, (short) length).putShort(unicode + 2, (short) length);
        memory.putLong(unicode + 8, at(name));
        int attributes = reserve(48);
        memory.putInt(attributes, 48).putLong(attributes + 16, at(unicode));
        int handle = reserve(8);
        int statusBlock = reserve(16);
        assertEquals(0, calls.ntOpenFile(at(handle), SYNCHRONIZE, at(attributes), at(statusBlock), 3, 0));
        long device = opened(memory.getLong(handle));
        long port = port();
        associate(port, device, 1);
        long socket = udp();
        int info = reserve(32); // an AFD_POLL_INFO: the timeout, one socket, not exclusively
        memory.putLong(info, Long.MAX_VALUE).putInt(info + 8, 1).putInt(info + 12, 0);
        memory.putLong(info + 16, socket).putInt(info + 24, AFD_POLL_SEND).putInt(info + 28, 0);
        int overlapped = overlapped();
        assertBegun(1, calls.deviceIoControl(device, IOCTL_AFD_POLL, at(info), 32, at(info), 32, at(overlapped)));
        completed(port, 1, overlapped);
        assertEquals(1, memory.getInt(info + 8));
        assertEquals(AFD_POLL_SEND, memory.getInt(info + 24));
        memory.putShort(unicode, (short) 4);
        assertTrue(calls.ntOpenFile(at(handle), SYNCHRONIZE, at(attributes), at(statusBlock), 3, 0) < 0);
    }

    @Test
    void errorsAreNegativeCodes() {
        assertEquals(-ERROR_INVALID_HANDLE, calls.closeHandle(BAD_HANDLE));
        int info = reserve(32);
        assertEquals(
                -ERROR_INVALID_HANDLE,
                calls.deviceIoControl(BAD_HANDLE, IOCTL_AFD_POLL, at(info), 32, at(info), 32, at(overlapped())));
    }
}
