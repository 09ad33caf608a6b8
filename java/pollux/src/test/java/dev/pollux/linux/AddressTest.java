package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Socket addresses: the kernel's layout byte for byte, and names at the edge of what fits. */
@LinuxTest
class AddressTest {
    private static byte[] laidOut(SocketAddress address, Family family) {
        ByteBuffer memory = ByteBuffer.allocate(200).order(ByteOrder.nativeOrder());
        for (int i = 0; i < 200; i++) {
            memory.put(i, (byte) 0x5A);
        }
        int length = Sockaddr.put(memory, 8, address, family);
        assertEquals(address, Sockaddr.get(memory, 8, length));
        byte[] bytes = new byte[length];
        memory.get(8, bytes);
        return bytes;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void layouts() throws IOException {
        boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        assertTrue(little, "what follows is written down for little-endian systems");
        InetSocketAddress v4 = new InetSocketAddress(InetAddress.getByAddress(bytes(1, 2, 3, 254)), 0xABCD);
        assertArrayEquals(bytes(2, 0, 0xAB, 0xCD, 1, 2, 3, 254, 0, 0, 0, 0, 0, 0, 0, 0), laidOut(v4, Family.INET));
        assertArrayEquals(
                bytes(
                        10, 0, 0xAB, 0xCD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 1, 2, 3, 254, 0, 0, 0,
                        0),
                laidOut(v4, Family.INET6));
        byte[] ip = bytes(0xFE, 0x80, 0, 0, 0, 0, 0, 0, 9, 8, 7, 6, 5, 4, 3, 2);
        InetSocketAddress v6 = new InetSocketAddress(Inet6Address.getByAddress(null, ip, 0x0102_0304), 443);
        assertArrayEquals(
                bytes(10, 0, 1, 0xBB, 0, 0, 0, 0, 0xFE, 0x80, 0, 0, 0, 0, 0, 0, 9, 8, 7, 6, 5, 4, 3, 2, 4, 3, 2, 1),
                laidOut(v6, Family.INET6));
        assertArrayEquals(bytes(1, 0, '/', 'a', 0), laidOut(UnixAddress.of(Path.of("/a")), Family.UNIX));
        assertArrayEquals(bytes(1, 0, 0, 'a', 'b'), laidOut(UnixAddress.ofAbstract("ab"), Family.UNIX));
        assertArrayEquals(bytes(1, 0), laidOut(UnixAddress.UNNAMED, Family.UNIX));
    }

    @Test
    void families() {
        assertEquals(Family.INET, Family.of(new InetSocketAddress("127.0.0.1", 1)));
        assertEquals(Family.INET6, Family.of(new InetSocketAddress("::1", 1)));
        assertEquals(Family.UNIX, Family.of(UnixAddress.UNNAMED));
        assertEquals(Family.UNIX, Family.of(UnixDomainSocketAddress.of("/a")));
        assertThrows(UnsupportedAddressTypeException.class, () -> Family.of(null));
        assertThrows(IllegalArgumentException.class, () -> Family.ofCode(16));
    }

    @Test
    void longestNames(@TempDir Path folder) throws IOException {
        String room = "x".repeat(107 - folder.toString().length() - 1);
        Path longest = folder.resolve(room);
        SocketAddress[] all = {
            UnixAddress.of(longest),
            UnixDomainSocketAddress.of(longest),
            UnixAddress.ofAbstract("a".repeat(107)),
            UnixAddress.ofAbstract("pollux\0with a zero"),
            UnixAddress.ofAbstract("größe"),
        };
        for (SocketAddress address : all) {
            try (LinuxStreamListener listener = Streams.listener(Family.UNIX, address);
                    LinuxStreamSocket client = Streams.connect(Family.UNIX, address);
                    LinuxStreamSocket accepted = Streams.accept(listener)) {
                UnixAddress local = (UnixAddress) listener.localAddress();
                if (address instanceof UnixAddress) {
                    assertEquals(address, local);
                    assertEquals(address.hashCode(), local.hashCode());
                } else {
                    assertEquals(longest.toString(), local.name());
                }
                assertEquals(local, client.remoteAddress());
                assertEquals(UnixAddress.UNNAMED, accepted.remoteAddress());
            }
            Files.deleteIfExists(longest);
        }
        assertThrows(IllegalArgumentException.class, () -> UnixAddress.of(folder.resolve(room + "x")));
        assertThrows(IllegalArgumentException.class, () -> UnixAddress.ofAbstract("a".repeat(108)));
        assertThrows(IllegalArgumentException.class, () -> UnixAddress.of(Path.of("")));
        try (LinuxStreamSocket socket = LinuxStreamSocket.open(Family.UNIX)) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> socket.bind(UnixDomainSocketAddress.of(folder.resolve(room + "x"))));
        }
    }

    @Test
    void pathnamesThatDoNotServe(@TempDir Path folder) throws IOException {
        UnixAddress taken = UnixAddress.of(Files.writeString(folder.resolve("taken"), ""));
        try (LinuxStreamSocket socket = LinuxStreamSocket.open(Family.UNIX)) {
            Failure.of(java.net.BindException.class, "bind", Errno.EADDRINUSE, "taken", () -> socket.bind(taken));
            UnixAddress missing = UnixAddress.of(folder.resolve("missing"));
            Failure.of("connect", Errno.ENOENT, "missing", () -> socket.connect(missing));
        }
    }

    @Test
    void namesOfUnixAddresses() {
        assertEquals("unix:(unnamed)", UnixAddress.UNNAMED.toString());
        assertEquals("unix:@n", UnixAddress.ofAbstract("n").toString());
        assertEquals("unix:/n", UnixAddress.of(Path.of("/n")).toString());
        assertTrue(UnixAddress.ofAbstract("n").isAbstract()
                && !UnixAddress.of(Path.of("/n")).isAbstract());
        assertTrue(
                UnixAddress.UNNAMED.isUnnamed() && !UnixAddress.ofAbstract("").isUnnamed());
        assertEquals("", UnixAddress.ofAbstract("").name());
        assertNotEquals(UnixAddress.ofAbstract("n"), UnixAddress.of(Path.of("n")));
    }

    @Test
    void autobindGivesAnAbstractName() throws IOException {
        try (LinuxStreamListener listener = Streams.listener(Family.UNIX, UnixDomainSocketAddress.of(""))) {
            UnixAddress address = (UnixAddress) listener.localAddress();
            assertTrue(address.isAbstract() && address.name().matches("[0-9a-f]{5}"), address::toString);
        }
    }

    @Test
    void nativeAddress() throws IOException {
        NativeAddress one = new NativeAddress();
        NativeAddress two = new NativeAddress();
        assertTrue(one.isEmpty() && one.equals(two));
        assertNull(one.get());
        assertEquals("null", one.toString());
        InetSocketAddress value = new InetSocketAddress(InetAddress.getByAddress(bytes(127, 0, 0, 1)), 65_535);
        one.set(value, Family.INET);
        assertEquals(value, one.get());
        assertNotEquals(one, two);
        two.set(one);
        assertEquals(one, two);
        assertEquals(one.hashCode(), two.hashCode());
        two.set(new InetSocketAddress(value.getAddress(), 1), Family.INET);
        assertNotEquals(one, two);
        assertThrows(UnsupportedAddressTypeException.class, () -> one.set(value, Family.UNIX));
        assertThrows(NullPointerException.class, () -> one.set(null, Family.INET));
        assertEquals(value, one.get());
        one.clear();
        assertTrue(one.isEmpty());
    }
}
