package dev.pollux.jni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That a native image is told of each class of the JDK's channels, and of each field that the C code looks for in them. */
class NativeImageTest {
    private static final Path SOURCES = Path.of(System.getProperty("basedir", "."), "../../native");
    private static final String METADATA = "/META-INF/native-image/dev.pollux/pollux-jni/jni-config.json";
    private static final Pattern LOOKED_FOR = Pattern.compile("(?:GetFieldID|find)\\([^;\"]*, \"(\\w+)\", \"");

    private static String metadata() throws IOException {
        try (InputStream in = JniBinding.class.getResourceAsStream(METADATA)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Set<String> names(String text, String pattern) {
        Set<String> names = new TreeSet<>();
        Pattern.compile(pattern).matcher(text).results().forEach(each -> names.add(each.group(1)));
        return names;
    }

    @Test
    void everyClassOfAChannelIsTold() throws IOException {
        Set<String> classes = new TreeSet<>();
        Pipe pipe = Pipe.open();
        try (SelectableChannel socket = SocketChannel.open();
                SelectableChannel listener = ServerSocketChannel.open();
                SelectableChannel datagrams = DatagramChannel.open();
                SelectableChannel source = pipe.source();
                SelectableChannel sink = pipe.sink()) {
            for (SelectableChannel each : new SelectableChannel[] {socket, listener, datagrams, source, sink}) {
                classes.add(each.getClass().getName());
            }
        }
        assertEquals(classes, names(metadata(), "\"name\": \"(sun\\.[\\w.]+)\""));
    }

    @Test
    void everyFieldThatTheCodeLooksForIsTold() throws IOException {
        assumeTrue(Files.isDirectory(SOURCES), "the C code is not here");
        Set<String> fields = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".c")).toList()) {
                String code = Files.readString(file);
                fields.addAll(names(code, LOOKED_FOR.pattern()));
                if (!file.endsWith("channel.c")) {
                    assertTrue(
                            !code.contains("FindClass") && !code.contains("GetMethodID"),
                            file + " asks for more than fields");
                }
            }
        }
        assertEquals(fields, names(metadata(), "\\{\"name\": \"(\\w+)\"\\}"));
    }
}
