import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Builds the C programs of this folder by CMake, where the machine has what that takes; Maven runs it. What is missing is
 * said in one line: the benchmarks then leave C out.
 *
 * <p>Arguments: the directory of the programs, which CMake builds in, too.
 */
final class BuildC {
    private BuildC() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path build = Path.of(arguments[0]);
        String missing = missing();
        if (missing != null) {
            System.out.println("Left out the benchmarks' C programs: " + missing);
            return;
        }
        Files.createDirectories(build);
        cmake("-S", ".", "-B", build.toString(), "-DCMAKE_BUILD_TYPE=None");
        cmake("--build", build.toString());
    }

    private static String missing() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return "the build does not run on Linux";
        }
        if (!isOnPath("cmake")) {
            return "no cmake on the PATH";
        }
        if (!isOnPath("make")) {
            return "no make on the PATH";
        }
        return isOnPath("cc") || isOnPath("gcc") || isOnPath("clang") ? null : "no C compiler on the PATH";
    }

    private static void cmake(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of("cmake"), Stream.of(arguments)).toList());
        Process cmake = builder.redirectErrorStream(true).start();
        String output = new String(cmake.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = cmake.waitFor();
        if (status != 0) {
            System.err.println(output);
            System.err.println(String.join(" ", builder.command()) + " failed");
            System.exit(status);
        }
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
