package dev.pollux.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

/** Codes, names, texts, statuses and exceptions, on any system. */
class WinErrorTest {
    @Test
    void everyConstantHasItsNameAndAText() throws Exception {
        int constants = 0;
        for (Field field : WinError.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == int.class) {
                int code = field.getInt(null);
                assertEquals(field.getName(), WinError.name(code));
                assertFalse(WinError.ownText(code).startsWith("Unknown"), field.getName());
                assertFalse(WinError.text(code).isBlank(), field.getName());
                constants++;
            }
        }
        assertTrue(constants > 80, () -> "few constants");
        assertEquals("ERROR_77777", WinError.name(77777));
        assertEquals("Unknown error 77777", WinError.ownText(77777));
        assertEquals("ERROR_-1", WinError.name(-1));
    }

    /** The statuses that a socket's operations end with, and the codes that the calls themselves fail with. */
    @Test
    void statusesOfSockets() {
        int[][] expected = {
            {0, 0},
            {0x0000_0101 - 1, 0},
            {0x0000_0104, 0},
            {0x0000_0101, 995}, // Wine's, of what a thread's end has left undone
            {0x4000_000C, 0}, // BUFFER_ALL_ZEROS and other informational ones, of which a receive has several
            {0x4000_000F, 0}, // RECEIVE_PARTIAL
            {0x4000_0010, 0}, // RECEIVE_EXPEDITED
            {0x4000_0011, 0}, // RECEIVE_PARTIAL_EXPEDITED
            {0x0000_0103, 997},
            {0x0000_0102, 10060},
            {0x8000_0005, 10040},
            {0x8000_000A, 995},
            {0xC000_0120, 995},
            {0xC000_0240, 995},
            {0xC000_00C9, 64},
            {0xC000_020D, 10054},
            {0xC000_013C, 10054},
            {0xC000_020C, 10054},
            {0xC000_013E, 10054},
            {0xC000_023F, 1234},
            {0xC000_0241, 10053},
            {0xC000_013B, 10053},
            {0xC000_0236, 10061},
            {0xC000_00BC, 10061},
            {0xC000_00B5, 10060},
            {0xC000_013F, 10060},
            {0xC000_0237, 10101},
            {0xC000_023D, 10065},
            {0xC000_023C, 10051},
            {0xC000_020A, 10048},
            {0xC000_0141, 10049},
            {0xC000_009A, 10055},
            {0xC000_0017, 10055},
            {0xC000_0008, 10038},
            {0xC000_0022, 10013},
            {0xC000_0140, 10057},
        };
        for (int[] pair : expected) {
            assertEquals(pair[1], NtStatus.socketError(pair[0]), () -> Integer.toHexString(pair[0]));
        }
    }

    @Test
    void statusesOfFiles() {
        assertEquals(0, NtStatus.error(0));
        assertEquals(0, NtStatus.error(0x4000_000C));
        assertEquals(995, NtStatus.error(0x101));
        assertEquals(997, NtStatus.error(0x103));
        assertEquals(234, NtStatus.error(0x8000_0005));
        assertEquals(995, NtStatus.error(0xC000_0120));
        assertEquals(38, NtStatus.error(0xC000_0011));
    }

    @Test
    void truncation() {
        assertTrue(WinError.isTruncation(234));
        assertTrue(WinError.isTruncation(10040));
        assertFalse(WinError.isTruncation(0));
    }

    private static void assertType(Class<? extends IOException> type, String call, int code) {
        IOException made = WinError.exception(call, code, "what it was on");
        assertSame(type, made.getClass());
        SystemCallException cause = SystemCallException.of(made);
        assertEquals(code, cause.code());
        assertEquals(call, cause.call());
        assertEquals(WinError.name(code), cause.codeName());
        assertTrue(cause.getMessage().endsWith("(" + WinError.name(code) + " " + code + "); what it was on"));
    }

    @Test
    void exceptionsAreTheJdksWhereItHasOne() {
        assertType(ConnectException.class, "ConnectEx", 10061);
        assertType(ConnectException.class, "ConnectEx", 1225);
        assertType(ConnectException.class, "ConnectEx", 10060);
        assertType(SocketException.class, "WSARecv", 10060);
        assertType(BindException.class, "bind", 10048);
        assertType(BindException.class, "bind", 10013);
        assertType(BindException.class, "bind", 10049);
        assertType(NoRouteToHostException.class, "ConnectEx", 10065);
        assertType(NoRouteToHostException.class, "ConnectEx", 10051);
        assertType(SocketException.class, "WSARecv", 10054);
        assertType(SocketException.class, "WSARecv", 64);
        assertType(SocketException.class, "WSASend", 10053);
        assertType(NoSuchFileException.class, "CreateFileW", 2);
        assertType(NoSuchFileException.class, "CreateFileW", 3);
        assertType(AccessDeniedException.class, "CreateFileW", 5);
        assertType(FileAlreadyExistsException.class, "CreateFileW", 80);
        assertType(SystemCallException.class, "ReadFile", 2);
        assertType(SystemCallException.class, "WSARecv", 995);
        assertType(SystemCallException.class, "bind", 77777);
    }

    @Test
    void aResetSaysSo() {
        assertTrue(WinError.exception("WSARecv", 64, "").getMessage().startsWith("Connection reset"));
        assertTrue(WinError.exception("WSARecv", 10054, "").getMessage().startsWith("Connection reset"));
    }

    @Test
    void aFailureWithoutACodeHasOne() {
        SystemCallException made = SystemCallException.of(Errors.of("AnyCall", 0, ""));
        assertEquals(WinError.ERROR_GEN_FAILURE, made.code());
        assertEquals(-WinError.ERROR_GEN_FAILURE, OverlappedHandle.ofBool(0));
        assertEquals(0, OverlappedHandle.ofBool(1));
        assertEquals(-997, OverlappedHandle.ofBool(-997));
    }
}
