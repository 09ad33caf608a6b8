import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

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
        natives.build("linux-x86_64", "linux-x86_64", "libpollux_jni.so", natives.missingForLinux("x86_64"));
        natives.build("linux-aarch64", "linux-aarch64", "libpollux_jni.so", natives.missingForLinux("aarch64"));
        // On Windows by the compiler that CMake finds there.
        String windows = onWindows() ? "windows-x86_64-msvc" : "windows-x86_64";
        natives.build("windows-x86_64", windows, "pollux_jni.dll", natives.missingForWindows());
        natives.build("windows-aarch64", "windows-aarch64", "pollux_jni.dll", natives.missingForWindowsOnArm());
        if (!natives.leftOut.isEmpty()) {
            System.out.println("Left out native libraries: " + String.join("; ", natives.leftOut));
        }
    }

    private void build(String target, String preset, String library, String missing)
            throws IOException, InterruptedException {
        Path folder = output.resolve(target);
        Path note = folder.resolve("LEFT_OUT");
        Files.createDirectories(folder);
        if (missing != null) {
            leftOut.add(target + " (" + missing + ")");
            // One of an earlier build may not fit today's classes.
            Files.deleteIfExists(folder.resolve(library));
            forgetChecksums(folder.resolve(library));
            Files.writeString(note, missing + "\n");
            return;
        }
        Files.deleteIfExists(note);
        workflow(target, preset);
        writeChecksums(folder.resolve(library));
        String untested = whyUntested(target);
        if (untested != null) {
            System.out.println("Built " + target + " but did not test it: " + untested);
        }
    }

    /**
     * The binding verifies the first before it loads the library. It costs a millisecond, and SHA-256 up to a hundred in a fresh JVM,
     * most of it for the providers of security. The second is for people and for the release's check.
     */
    private static void writeChecksums(Path library) throws IOException {
        byte[] bytes = Files.readAllBytes(library);
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        Files.writeString(beside(library, ".crc32c"), String.format("%08x\n", crc.getValue()));
        try {
            String sha = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            Files.writeString(beside(library, ".sha256"), sha + "  " + library.getFileName() + "\n");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("each JDK has SHA-256", e);
        }
    }

    private static void forgetChecksums(Path library) throws IOException {
        Files.deleteIfExists(beside(library, ".crc32c"));
        Files.deleteIfExists(beside(library, ".sha256"));
    }

    private static Path beside(Path library, String suffix) {
        return library.resolveSibling(library.getFileName() + suffix);
    }

    /** What this machine lacks to run the ctests of a library that it can build, or null. */
    private String whyUntested(String target) {
        if (target.equals("windows-x86_64")) {
            boolean runs = onWindows() || isThere("wine64", "/usr/lib/wine") || isOnPath("wine64") || isOnPath("wine");
            return runs ? null : "no wine64 on the PATH or in /usr/lib/wine";
        }
        if (target.equals("windows-aarch64")) {
            return "there is nothing to run it on";
        }
        String processor = target.substring("linux-".length());
        return processor.equals(host) || isOnPath("qemu-" + processor) ? null : "no qemu-" + processor + " on the PATH";
    }

    /** What this machine lacks to build for Linux on a processor, or null. */
    private String missingForLinux(String processor) throws IOException, InterruptedException {
        if (!onLinux()) {
            return "the build does not run on Linux";
        }
        String missing = missingOfCMake();
        if (missing != null) {
            return missing;
        }
        if (processor.equals(host)) {
            return isOnPath("cc") || isOnPath("gcc") || isOnPath("clang") ? null : "no C compiler on the PATH";
        }
        if (processor.equals("aarch64")) {
            return isOnPath("aarch64-linux-gnu-gcc") ? null : "no aarch64-linux-gnu-gcc on the PATH";
        }
        return "this machine is " + host;
    }

    /** What this machine lacks to build for Windows, or null. */
    private String missingForWindows() throws IOException, InterruptedException {
        if (!onLinux() && !onWindows()) {
            return "the build runs neither on Windows nor on Linux";
        }
        String missing = missingOfCMake();
        if (missing != null) {
            return missing;
        }
        if (onLinux()) {
            return isOnPath("x86_64-w64-mingw32-gcc") ? null : "no x86_64-w64-mingw32-gcc on the PATH";
        }
        if (!host.equals("x86_64")) {
            return "this machine is " + host;
        }
        // CMake asks it where the compiler is.
        Path finder = Path.of(
                System.getenv().getOrDefault("ProgramFiles(x86)", "C:\\Program Files (x86)"),
                "Microsoft Visual Studio",
                "Installer",
                "vswhere.exe");
        return Files.exists(finder) || isOnPath("cl") ? null : "no Visual Studio, and no cl on the PATH";
    }

    /** What this machine lacks to build for Windows on aarch64, or null. */
    private String missingForWindowsOnArm() throws IOException, InterruptedException {
        if (!onLinux()) {
            return "it is built on Linux, by zig";
        }
        String missing = missingOfCMake();
        return missing != null ? missing : isOnPath("zig") ? null : "no zig on the PATH";
    }

    private static String missingOfCMake() throws IOException, InterruptedException {
        if (!isOnPath("cmake")) {
            return "no cmake on the PATH";
        }
        if (!cmakeHasWorkflows()) {
            return "this cmake is older than 3.25";
        }
        return onWindows() || isOnPath("make") ? null : "no make on the PATH";
    }

    private void workflow(String target, String preset) throws IOException, InterruptedException {
        ProcessBuilder cmake = new ProcessBuilder("cmake", "--workflow", "--preset", preset);
        cmake.environment().put("POLLUX_JDK", System.getProperty("java.home"));
        cmake.environment().put("POLLUX_HEADERS", headers.toString());
        cmake.environment().put("POLLUX_BUILD", build.toString());
        cmake.environment().put("POLLUX_OUTPUT", output.toString());
        Path log = build.resolve(target + ".log");
        Files.createDirectories(build);
        int status = cmake.directory(SOURCES.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (status != 0) {
            System.err.println(Files.readString(log));
            System.err.println("The native build for " + target + " failed");
            System.exit(status);
        }
        System.out.println("Built the library for " + target + "; ctests: " + ctestSummary(log));
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
        return isThere(program, System.getenv("PATH").split(File.pathSeparator));
    }

    private static boolean isThere(String program, String... folders) {
        String file = onWindows() ? program + ".exe" : program;
        return Stream.of(folders)
                .filter(folder -> !folder.isBlank() && !folder.contains("\""))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, file)));
    }

    private static boolean onLinux() {
        return System.getProperty("os.name").equals("Linux");
    }

    private static boolean onWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    private static String processor(String architecture) {
        return architecture.equals("amd64") ? "x86_64" : architecture;
    }
}
