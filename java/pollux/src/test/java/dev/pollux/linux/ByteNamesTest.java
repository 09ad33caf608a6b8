package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names are bytes: those that go in come back, whatever encoding this JVM was started with. */
@LinuxTest
class ByteNamesTest {
    /** As they stand in a file's URI. */
    private static final List<String> NAMES = List.of(
            "plain",
            "two%20words%25%3F",
            "gr%C3%B6%C3%9Fe",
            "caf%E9",
            "%FF",
            "%ED%A0%80",
            "a%01b%0A",
            "%F0%9F%98%80%C0%AE");

    @TempDir
    Path folder;

    private static Path path(Path folder, String name) {
        return Path.of(URI.create(folder.toUri() + name));
    }

    private static byte[] bytes(Path folder, String name) {
        byte[] before = (folder + "/").getBytes(StandardCharsets.US_ASCII);
        byte[] after = new byte[name.length()];
        int length = 0;
        for (int i = 0; i < name.length(); i++, length++) {
            boolean escaped = name.charAt(i) == '%';
            after[length] = (byte) (escaped ? Integer.parseInt(name, i + 1, i + 3, 16) : name.charAt(i));
            i += escaped ? 2 : 0;
        }
        byte[] all = Arrays.copyOf(before, before.length + length);
        System.arraycopy(after, 0, all, before.length, length);
        return all;
    }

    private static Set<String> listed(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.toUri().getRawPath()).collect(Collectors.toSet());
        }
    }

    /** Of the tests' own JVM, and of one for each locale that every Linux has. */
    @ParameterizedTest
    @ValueSource(strings = {"", "C", "POSIX", "C.UTF-8"})
    void filesAndSockets(String locale) throws Exception {
        if (locale.isEmpty()) {
            Main.main(new String[] {folder.toString()});
        } else {
            ChildJvm.run(List.of("env", "LC_ALL=" + locale), List.of("-ea"), Main.class, folder.toString());
        }
    }

    /** The bytes are the file system's, so what the JVM is told of their encoding does not change them. */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1", "ANSI_X3.4-1968"})
    void filesAndSocketsWhateverTheJvmTakesForTheEncoding(String encoding) throws Exception {
        List<String> flags = List.of("-ea", "-Dsun.jnu.encoding=" + encoding);
        ChildJvm.run(List.of("env", "LC_ALL=C"), flags, Main.class, folder.toString());
    }

    /** What runs there. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            for (String name : NAMES) {
                Path path = path(folder, name);
                file(path);
                for (SocketAddress address : new SocketAddress[] {
                    UnixAddress.of(path), UnixAddress.of(bytes(folder, name)), UnixDomainSocketAddress.of(path)
                }) {
                    socket(folder, name, address);
                }
            }
        }

        private static void file(Path path) throws IOException {
            Files.writeString(path, "content");
            Path relative = Path.of("").toAbsolutePath().relativize(path);
            for (Path each : new Path[] {path, relative}) {
                try (LinuxFile file = LinuxFile.open(each)) {
                    assertEquals(7, file.size());
                    assertEquals(each, file.path());
                }
            }
            Files.delete(path);
            assertThrows(NoSuchFileException.class, () -> LinuxFile.open(path));
        }

        private static void socket(Path folder, String name, SocketAddress address) throws IOException {
            Path path = path(folder, name);
            try (LinuxStreamListener listener = Streams.listener(Family.UNIX, address)) {
                UnixAddress local = (UnixAddress) listener.localAddress();
                assertEquals(Set.of(path.toUri().getRawPath()), listed(folder));
                assertArrayEquals(bytes(folder, name), local.nameBytes());
                assertEquals(UnixAddress.of(path), local);
                assertEquals(path, local.path());
                try (LinuxStreamSocket client = Streams.connect(Family.UNIX, local);
                        LinuxStreamSocket accepted = Streams.accept(listener)) {
                    assertEquals(local, client.remoteAddress());
                    assertEquals(local, accepted.localAddress());
                }
            }
            Files.delete(path);
        }
    }

    @Test
    void relativeNamesStaySo() {
        for (String name : List.of("caf%E9", "x/%FF/y", "../%FF", "./%FF")) {
            Path root = Path.of("/");
            Path absolute = Path.of(URI.create("file:///" + name));
            Path relative = absolute.subpath(0, absolute.getNameCount());
            UnixAddress address = UnixAddress.of(relative);
            assertEquals(relative, address.path());
            assertEquals(
                    root.resolve(relative).toUri().getRawPath().length() - 1 - 2 * escapes(name),
                    address.nameBytes().length);
        }
        assertEquals(
                Path.of("a/b"),
                UnixAddress.of("a//b".getBytes(StandardCharsets.US_ASCII)).path());
        assertEquals(
                path(Path.of("/"), "a/%FF"),
                UnixAddress.of(new byte[] {'/', '/', 'a', '/', '/', (byte) 0xFF, '/'})
                        .path());
    }

    private static int escapes(String name) {
        return (int) name.chars().filter(c -> c == '%').count();
    }

    /** A directory's URI ends with a slash that is none of its name's. */
    @Test
    void directories() throws IOException {
        Path directory = Files.createDirectory(path(folder, "%FF"));
        assertArrayEquals(bytes(folder, "%FF"), UnixAddress.of(directory).nameBytes());
        try (LinuxFile opened = LinuxFile.open(directory)) {
            assertEquals(directory, opened.path());
        }
    }

    @Test
    void abstractNamesAreAnyBytes() throws IOException {
        byte[] unique = Long.toString(System.nanoTime()).getBytes(StandardCharsets.US_ASCII);
        List<byte[]> names = new ArrayList<>();
        for (int filler : new int[] {0, 0xFF, 0xE9, 1, '/'}) {
            byte[] name = new byte[UnixAddress.MAX_LENGTH];
            Arrays.fill(name, (byte) filler);
            System.arraycopy(unique, 0, name, 3, unique.length);
            names.add(name);
        }
        for (byte[] name : names) {
            UnixAddress address = UnixAddress.ofAbstract(name);
            try (LinuxStreamListener listener = Streams.listener(Family.UNIX, address);
                    LinuxStreamSocket client = Streams.connect(Family.UNIX, address)) {
                assertEquals(address, listener.localAddress());
                assertArrayEquals(name, ((UnixAddress) client.remoteAddress()).nameBytes());
            }
            assertThrows(UnsupportedOperationException.class, address::path);
        }
    }

    /** With 107 bytes a zero is at the end, with 108 none: the kernel takes both, and says 109 of the second (unix(7)). */
    @Test
    void namesThatFillTheAddress() throws IOException {
        for (int length : new int[] {UnixAddress.MAX_LENGTH, UnixAddress.SUN_PATH_SIZE}) {
            String filler = "x".repeat(length - folder.toString().length() - 2);
            byte[] name = bytes(folder, filler + "%FF");
            assertEquals(length, name.length);
            UnixAddress address = UnixAddress.of(name);
            try (LinuxStreamListener listener = Streams.listener(Family.UNIX, address);
                    LinuxStreamSocket client = Streams.connect(Family.UNIX, listener.localAddress())) {
                assertEquals(Set.of(path(folder, filler + "%FF").toUri().getRawPath()), listed(folder));
                assertEquals(address, listener.localAddress());
                assertEquals(address, client.remoteAddress());
            }
            Files.delete(address.path());
            answersADatagram(address);
            Files.delete(address.path());
        }
        byte[] tooLong = bytes(folder, "x".repeat(108 - folder.toString().length()));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> UnixAddress.of(tooLong))
                .getMessage()
                .contains("at most 108 bytes, not 109"));
    }

    private static void answersADatagram(UnixAddress of) throws IOException {
        try (LinuxDatagramSocket asking = LinuxDatagramSocket.open(Family.UNIX);
                LinuxDatagramSocket answering = LinuxDatagramSocket.open(Family.UNIX)) {
            asking.bind(of);
            answering.bind(UnixAddress.UNNAMED);
            asking.connect(answering.localAddress());
            asking.send(ByteBuffer.wrap(new byte[1]));
            NativeAddress from = new NativeAddress();
            assertEquals(1, answering.receive(ByteBuffer.allocate(2), from));
            assertEquals(of, from.get());
            assertTrue(answering.send(ByteBuffer.wrap(new byte[2]), from));
            DatagramBatch batch = new DatagramBatch(1, 10);
            asking.send(ByteBuffer.wrap(new byte[3]));
            assertEquals(1, answering.receive(batch));
            assertEquals(of, batch.address(0).get());
            assertEquals(1, answering.send(batch, 0, 1));
            assertEquals(2, asking.receive(ByteBuffer.allocate(5)));
            assertEquals(3, asking.receive(ByteBuffer.allocate(5)));
        }
    }

    @Test
    void whatIsNoNameIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> UnixAddress.of(new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> UnixAddress.of(new byte[] {0, 'a'}));
        assertThrows(IllegalArgumentException.class, () -> UnixAddress.of(new byte[] {'a', 0}));
        assertThrows(IllegalArgumentException.class, () -> UnixAddress.ofAbstract(new byte[108]));
        assertThrows(UnsupportedOperationException.class, UnixAddress.UNNAMED::path);
    }

    @Test
    void equalByBytesAndEscapedInText() {
        UnixAddress one = UnixAddress.of(new byte[] {'c', 'a', 'f', (byte) 0xE9});
        UnixAddress other = UnixAddress.of(new byte[] {'c', 'a', 'f', (byte) 0xE8});
        assertEquals(one.name(), other.name());
        assertNotEquals(one, other);
        assertEquals("unix:caf\\xe9", one.toString());
        assertEquals(
                "unix:@\\x00é\\x0a\\xff\\xc3",
                UnixAddress.ofAbstract(new byte[] {0, (byte) 0xC3, (byte) 0xA9, '\n', (byte) 0xFF, (byte) 0xC3})
                        .toString());
        assertEquals(
                "unix:\\xed\\xa0\\x80😀",
                UnixAddress.of(bytes(Path.of("%ED%A0%80%F0%9F%98%80"))).toString());
        byte[] mine = {'a'};
        UnixAddress kept = UnixAddress.of(mine);
        mine[0] = 'b';
        kept.nameBytes()[0] = 'b';
        assertEquals("a", kept.name());
        assertNull(Sockaddr.get(ByteBuffer.allocate(4), 0, 0));
    }

    private static byte[] bytes(Path escaped) {
        byte[] all = bytes(Path.of(""), escaped.toString());
        return Arrays.copyOfRange(all, 1, all.length);
    }
}
