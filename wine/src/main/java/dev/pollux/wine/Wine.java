package dev.pollux.wine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Wine, with a Windows of its own under target: whatever runs in it ends with it. */
final class Wine implements AutoCloseable {
    private static final int BOOT_SECONDS = 180;

    /**
     * For every JVM in there, those too that tests start. The JDK's default selector has polls under way when it is closed.
     * Wine 8 still writes their results, into memory that is freed: the JVM crashes. Its older selector works.
     */
    private static final String JVM_OPTIONS =
            "-XX:-PrintWarnings" + " -Djava.nio.channels.spi.SelectorProvider=sun.nio.ch.WindowsSelectorProvider";

    private final Path loader;
    private final Path server;
    private final Path prefix;
    private final Thread lastResort = new Thread(this::killAll);

    private Wine(Path loader, Path server, Path prefix) {
        this.loader = loader;
        this.server = server;
        this.prefix = prefix;
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /** @param number from 0: each has a Windows of its own, which its runs find again */
    static Wine start(int number) throws IOException, InterruptedException, LeftOutException {
        Path loader = Command.find("wine64", "/usr/lib/wine/wine64", "wine")
                .orElseThrow(() -> new LeftOutException("no wine64 on the PATH or in /usr/lib/wine"));
        Path server = Command.find(
                        loader.resolveSibling("wineserver").toString(), "wineserver", "/usr/lib/wine/wineserver")
                .orElseThrow(() -> new LeftOutException("no wineserver beside " + loader));
        String name = number == 0 ? "prefix" : "prefix-" + number;
        Wine wine = new Wine(loader, server, Folders.TARGET.resolve(name));
        if (!Files.exists(wine.prefix.resolve("system.reg"))) {
            Folders.empty(wine.prefix);
            Path log = Folders.TARGET.resolve(name + "-wineboot.log");
            if (wine.run(BOOT_SECONDS, Folders.TARGET, log, List.of("wineboot", "-i"))
                    .isEmpty()) {
                throw new BrokenException("wineboot took more than " + BOOT_SECONDS + " s");
            }
        }
        return wine;
    }

    /** {@return a file's name in there} */
    static String windowsPath(Path file) {
        return "Z:" + file.toString().replace('/', '\\');
    }

    /** {@return its exit status, or none if it did not end in time, and was killed with all that it started} */
    OptionalInt run(int seconds, Path directory, Path log, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                builder(directory, command).redirectErrorStream(true).redirectOutput(log.toFile());
        Process process = builder.start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
        killAll();
        process.destroyForcibly().waitFor();
        return ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
    }

    /**
     * Starts a program that is spoken to.
     *
     * @return the process, to be ended by {@link #end}
     */
    Process start(Path directory, Path errors, List<String> command) throws IOException {
        return builder(directory, command).redirectError(errors.toFile()).start();
    }

    /** Ends what {@link #start} started, which knows by the end of its input, and all else in there. */
    void end(Process process, int seconds) throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.waitFor(seconds, TimeUnit.SECONDS);
        killAll();
        process.destroyForcibly().waitFor();
    }

    /** {@return its major version, such as 8} */
    int version() throws IOException, InterruptedException {
        String said = Command.run(60, List.of(loader.toString(), "--version"));
        Matcher version = Pattern.compile("wine-(\\d+)\\..*", Pattern.DOTALL).matcher(said);
        if (!version.matches()) {
            throw new BrokenException(loader + " --version says no version: " + said);
        }
        return Integer.parseInt(version.group(1));
    }

    /** {@return the program that starts Windows's programs} */
    String loader() {
        return loader.toString();
    }

    /**
     * Runs a program of this machine that starts programs in there, by the loader. It has the console.
     *
     * @return its exit status
     */
    int drive(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        setUp(builder);
        builder.environment().remove("JDK_JAVA_OPTIONS"); // of the JVMs in there
        try {
            return builder.start().waitFor();
        } finally {
            killAll();
        }
    }

    private ProcessBuilder builder(Path directory, List<String> command) throws IOException {
        List<String> whole = new ArrayList<>(List.of(loader.toString()));
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole).directory(directory.toFile());
        setUp(builder);
        return builder;
    }

    private void setUp(ProcessBuilder builder) throws IOException {
        var environment = builder.environment();
        environment.put("WINEPREFIX", prefix.toString());
        environment.put("WINEARCH", "win64");
        environment.put("WINEDEBUG", "-all");
        // The proxy library before Wine's own; no offer to install .NET and a browser.
        environment.put("WINEDLLOVERRIDES", "iphlpapi=n,b;mscoree,mshtml=");
        // Wine links the user's folders into its Windows: not those of a person.
        environment.put(
                "HOME", Files.createDirectories(Folders.TARGET.resolve("home")).toString());
        environment.put("JDK_JAVA_OPTIONS", JVM_OPTIONS);
        environment
                .keySet()
                .removeAll(List.of("DISPLAY", "WAYLAND_DISPLAY", "JAVA_HOME", "CLASSPATH", "JAVA_TOOL_OPTIONS"));
    }

    /** Wine's processes are no children of the one that was started: its server knows them. */
    void killAll() {
        try {
            ProcessBuilder builder = new ProcessBuilder(server.toString(), "-k")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            setUp(builder);
            builder.start().waitFor(30, TimeUnit.SECONDS);
        } catch (IOException | InterruptedException failure) {
            System.err.println("Wine's processes could not be ended: " + failure);
        }
    }

    @Override
    public void close() {
        killAll();
        Runtime.getRuntime().removeShutdownHook(lastResort);
    }
}
