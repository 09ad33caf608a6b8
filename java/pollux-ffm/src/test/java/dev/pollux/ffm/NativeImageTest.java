package dev.pollux.ffm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That a native image is told of every shape of call that the functions have, and of no other. */
class NativeImageTest {
    private static final Path SOURCES = Path.of(System.getProperty("basedir", "."), "src/main/java/dev/pollux/ffm");
    private static final String METADATA = "/META-INF/native-image/dev.pollux/pollux-ffm/reachability-metadata.json";

    private static final String TYPES = "(\\w+(?:,\\w+)*)\\)";
    private static final Pattern TOLD = Pattern.compile(
            "\\{\"returnType\": \"(\\w+)\", \"parameterTypes\": \\[([^]]*)\\](, \"options\": \\{([^}]*)\\})?\\}");

    private final TreeSet<String> called = new TreeSet<>();

    @Test
    void everyShapeOfACallIsTold() throws IOException {
        assumeTrue(Files.isDirectory(SOURCES), "the sources are not here");
        String linux = source("LinuxFunction");
        int found = add(linux, "=(?:of|optional)\\(\"\\w+\"()," + TYPES, 1, "jlong", true);
        found += add(linux, "=variadic\\(\"\\w+\",(\\d+)," + TYPES, 1, "jlong", true);
        assertEquals(count(linux, "staticfinalLinuxFunction"), found, "functions of Linux that this test has read");
        String windows = source("WindowsFunction");
        found = add(windows, "=(?:port|bool|handle|socket|winsock|count)\\(\"\\w+\"()," + TYPES, 0, "jlong", true);
        found += add(windows, "=codeless\\(Library\\.\\w+,\"\\w+\"()," + TYPES, 0, "jlong", false);
        assertEquals(
                count(windows, "staticfinalWindowsFunction"), found, "functions of Windows that this test has read");
        String extensions = source("WindowsExtension");
        found = add(extensions, "=bool\\(()" + TYPES, 0, "jlong", true);
        found += add(extensions, "=nothing\\(()" + TYPES, 0, "void", false);
        assertEquals(count(extensions, "staticfinalWindowsExtension"), found, "extensions that this test has read");
        assertEquals(String.join("\n", called), String.join("\n", told()));
    }

    private static String source(String type) throws IOException {
        return Files.readString(SOURCES.resolve(type + ".java"))
                .replaceAll("//.*", "")
                .replaceAll("\\s", "");
    }

    private static int count(String text, String pattern) {
        return (int) Pattern.compile(pattern).matcher(text).results().count();
    }

    /** @param results how many of the types are the result's */
    private int add(String source, String pattern, int results, String returned, boolean capturesState) {
        Matcher functions = Pattern.compile(pattern).matcher(source);
        int count = 0;
        while (functions.find()) {
            int arguments = functions.group(2).split(",").length - results;
            called.add(shape(returned, arguments, capturesState, functions.group(1)));
            count++;
        }
        return count;
    }

    private static String shape(String returned, int arguments, boolean capturesState, String firstVariadic) {
        return returned + " of " + arguments + (capturesState ? ", state captured" : "")
                + (firstVariadic.isEmpty() ? "" : ", variadic from " + firstVariadic);
    }

    private static TreeSet<String> told() throws IOException {
        TreeSet<String> told = new TreeSet<>();
        try (InputStream in = FfmBinding.class.getResourceAsStream(METADATA)) {
            Matcher calls = TOLD.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            while (calls.find()) {
                String options = calls.group(4) == null ? "" : calls.group(4);
                int arguments = count(calls.group(2), "\"jlong\"");
                assertEquals(
                        arguments, count(calls.group(2), "\"") / 2, () -> "other types than jlong: " + calls.group());
                Matcher variadic =
                        Pattern.compile("\"firstVariadicArg\": (\\d+)").matcher(options);
                told.add(shape(
                        calls.group(1),
                        arguments,
                        options.contains("\"captureCallState\": true"),
                        variadic.find() ? variadic.group(1) : ""));
            }
        }
        return told;
    }
}
