import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Builds and tests the libraries of the jni binding, each by its CMake workflow preset, as far as this machine has the
 * tools; Maven runs it. What is left out is said in one line, and noted in the library's place for the binding to repeat.
 *
 * <p>Arguments: the headers of the native methods, the build directory, the directory of the libraries.
 */
final class BuildNatives {
    private static final Path SOURCES = Path.of("").toAbsolutePath();

    private final String host = processor(System.getProperty("os.arch"));
    private final Path headers;
    private final Path build;
    private final Path output;
    private final List<String> leftOut = new ArrayList<>();

    private BuildNatives(Path headers, Path build, Path output) {
        this.headers = headers;
        this.build = build;
        this.output = output;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        BuildNatives natives = new BuildNatives(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]));
        natives.linux("x86_64");
        natives.linux("aarch64");
        if (!natives.leftOut.isEmpty()) {
            System.out.println("Left out native libraries: " + String.join("; ", natives.leftOut));
        }
    }

    private void linux(String processor) throws IOException, InterruptedException {
        String preset = "linux-" + processor;
        String missing = missingFor(processor);
        Path folder = output.resolve(preset);
        Path note = folder.resolve("LEFT_OUT");
        Files.createDirectories(folder);
        if (missing != null) {
            leftOut.add(preset + " (" + missing + ")");
            // One of an earlier build may not fit today's classes.
            Files.deleteIfExists(folder.resolve("libpollux_jni.so"));
            Files.writeString(note, missing + "\n");
            return;
        }
        Files.deleteIfExists(note);
        workflow(preset);
        if (!processor.equals(host) && !isOnPath("qemu-" + processor)) {
            System.out.println("Built " + preset + " but did not test it: no qemu-" + processor + " on the PATH");
        }
    }

    /** What this machine lacks to build for a processor, or null. */
    private String missingFor(String processor) throws IOException, InterruptedException {
        if (!System.getProperty("os.name").equals("Linux")) {
            return "the build does not run on Linux";
        }
        if (!isOnPath("cmake")) {
            return "no cmake on the PATH";
        }
        if (!cmakeHasWorkflows()) {
            return "this cmake is older than 3.25";
        }
        if (!isOnPath("make")) {
            return "no make on the PATH";
        }
        if (processor.equals(host)) {
            return isOnPath("cc") || isOnPath("gcc") || isOnPath("clang") ? null : "no C compiler on the PATH";
        }
        if (processor.equals("aarch64")) {
            return isOnPath("aarch64-linux-gnu-gcc") ? null : "no aarch64-linux-gnu-gcc on the PATH";
        }
        return "this machine is " + host;
    }

    private void workflow(String preset) throws IOException, InterruptedException {
        ProcessBuilder cmake = new ProcessBuilder("cmake", "--workflow", "--preset", preset);
        cmake.environment().put("POLLUX_JDK", System.getProperty("java.home"));
        cmake.environment().put("POLLUX_HEADERS", headers.toString());
        cmake.environment().put("POLLUX_BUILD", build.toString());
        cmake.environment().put("POLLUX_OUTPUT", output.toString());
        Path log = build.resolve(preset + ".log");
        Files.createDirectories(build);
        int status = cmake.directory(SOURCES.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (status != 0) {
            System.err.println(Files.readString(log));
            System.err.println("The native build for " + preset + " failed");
            System.exit(status);
        }
        System.out.println("Built the library for " + preset + "; ctests: " + ctestSummary(log));
    }

    private static boolean cmakeHasWorkflows() throws IOException, InterruptedException {
        Process cmake = new ProcessBuilder("cmake", "--version").start();
        String version = new String(cmake.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        cmake.waitFor();
        Matcher numbers = Pattern.compile("cmake version (\\d+)\\.(\\d+)").matcher(version);
        return numbers.find()
                && Integer.parseInt(numbers.group(1)) * 1000 + Integer.parseInt(numbers.group(2)) >= 3025;
    }

    private static String ctestSummary(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains("tests passed"))
                .findFirst()
                .orElse("none were run");
    }

    private static boolean isOnPath(String program) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static String processor(String architecture) {
        return architecture.equals("amd64") ? "x86_64" : architecture;
    }
}
