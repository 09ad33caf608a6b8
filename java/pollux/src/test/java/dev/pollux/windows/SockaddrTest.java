package dev.pollux.windows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Winsock's layouts of addresses, byte by byte, on any system. */
class SockaddrTest {
    private final ByteBuffer memory = ByteBuffer.allocate(Sockaddr.SIZE).order(ByteOrder.nativeOrder());

    private byte[] put(SocketAddress address, Family family) {
        byte[] written = new byte[Sockaddr.put(memory, 0, address, family)];
        memory.get(0, written);
        assertEquals(address, Sockaddr.get(memory, 0, written.length));
        return written;
    }

    private static byte[] bytes(int... values) {
        byte[] all = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            all[i] = (byte) values[i];
        }
        return all;
    }

    @Test
    void inet() throws Exception {
        SocketAddress address = new InetSocketAddress(InetAddress.getByAddress(bytes(1, 2, 3, 200)), 0x1F90);
        assertArrayEquals(bytes(2, 0, 0x1F, 0x90, 1, 2, 3, 200, 0, 0, 0, 0, 0, 0, 0, 0), put(address, Family.INET));
    }

    @Test
    void inet6() throws Exception {
        InetAddress ip = InetAddress.getByAddress(bytes(0xFE, 0x80, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8));
        byte[] written = put(new InetSocketAddress(ip, 80), Family.INET6);
        assertEquals(28, written.length);
        assertEquals(23, written[0], "AF_INET6 on Windows");
        assertArrayEquals(bytes(0, 80), new byte[] {written[2], written[3]});
        for (int i = 0; i < 16; i++) {
            assertEquals(ip.getAddress()[i], written[8 + i]);
        }
    }

    @Test
    void inetOnAnInet6SocketIsMapped() throws Exception {
        byte[] written = put(new InetSocketAddress(InetAddress.getByAddress(bytes(1, 2, 3, 4)), 5), Family.INET6);
        byte[] ip = new byte[16];
        System.arraycopy(written, 8, ip, 0, 16);
        assertArrayEquals(bytes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 1, 2, 3, 4), ip);
    }

    @Test
    void unix() {
        byte[] written = put(UnixDomainSocketAddress.of("ab"), Family.UNIX);
        assertArrayEquals(bytes(1, 0, 'a', 'b', 0), written);
        assertThrows(
                IllegalArgumentException.class,
                () -> Sockaddr.put(memory, 0, UnixDomainSocketAddress.of("x".repeat(108)), Family.UNIX));
    }

    /** Half of a surrogate pair may be in a file's name, but not in UTF-8: another name is not bound in its place. */
    @Test
    @EnabledOnOs(OS.WINDOWS) // elsewhere the JDK has no such path
    void halfOfASurrogatePairIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Sockaddr.put(memory, 0, UnixDomainSocketAddress.of("a\uD800b"), Family.UNIX));
    }

    @Test
    void shortAnswersAreNoAddress() {
        for (Family family : new Family[] {Family.INET, Family.INET6}) {
            memory.putShort(0, (short) family.code);
            int whole = family == Family.INET ? 16 : 28;
            assertThrows(IllegalArgumentException.class, () -> Sockaddr.get(memory, 0, whole - 1));
            Sockaddr.get(memory, 0, whole);
        }
        memory.putInt(0, 0x6161_0000 + Family.UNIX.code);
        assertEquals(UnixDomainSocketAddress.of("a"), Sockaddr.get(memory, 0, 3));
    }

    @Test
    void optionsAreReadByTheirLength() throws Exception {
        memory.putInt(0, 0x0301);
        WindowsSocketOption<Integer> option = WindowsSocketOption.ofInt("N", 0, 1);
        assertEquals(1, option.get(memory, 0, 1));
        assertEquals(0x0301, option.get(memory, 0, 4));
        assertThrows(IOException.class, () -> option.get(memory, 0, 2));
        assertThrows(IOException.class, () -> option.get(memory, 0, 0));
        assertThrows(
                IOException.class, () -> WindowsSocketOption.ofLinger("L", 0, 1).get(memory, 0, 2));
    }

    @Test
    void unsuitableOnesAreRefused() throws Exception {
        InetSocketAddress six = new InetSocketAddress(InetAddress.getByName("::1"), 1);
        assertThrows(UnsupportedAddressTypeException.class, () -> Sockaddr.put(memory, 0, six, Family.INET));
        assertThrows(UnsupportedAddressTypeException.class, () -> Sockaddr.put(memory, 0, six, Family.UNIX));
        assertThrows(
                UnresolvedAddressException.class,
                () -> Sockaddr.put(memory, 0, InetSocketAddress.createUnresolved("x", 1), Family.INET));
        memory.putShort(0, (short) 99);
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.get(memory, 0, 16));
        assertNull(Sockaddr.get(memory, 0, 0));
    }

    @Test
    void nativeAddressIsAValue() throws Exception {
        NativeAddress a = new NativeAddress();
        NativeAddress b = new NativeAddress();
        assertTrue(a.isEmpty());
        assertNull(a.get());
        assertEquals(a, b);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByAddress(bytes(9, 8, 7, 6)), 54321);
        a.set(address, Family.INET);
        assertEquals(address, a.get());
        assertTrue(!a.equals(b));
        b.set(a);
        assertEquals(a, b);
        assertEquals(a.hashCode(), b.hashCode());
        a.clear();
        assertTrue(a.isEmpty());
        assertEquals(address, b.get());
        b.set(memory, 0, 4000);
        b.set(memory, 0, -1);
        assertTrue(b.isEmpty());
    }
}
