package dev.pollux.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where, when and how something is measured. What can't be found out is left out. Neither the machine's name nor a path of
 * it is told.
 */
final class Facts {
    /** Asked once: the files that a report's first suite writes are not changes of what its second one measures. */
    private static final String COMMIT = commit();

    private Facts() {}

    static Map<String, String> of(Plan plan, List<String> arguments) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "date",
                ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'")));
        put(facts, "commit", COMMIT);
        facts.put("command", command(virtualMachineFlags(), arguments));
        facts.put("rounds", Integer.toString(plan.rounds()));
        if (plan.quick()) {
            facts.put("quick", "yes");
        }
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        put(facts, "distribution", unquoted(value(Path.of("/etc/os-release"), "PRETTY_NAME=")));
        put(facts, "processor", processor());
        put(facts, "virtualised", virtualised());
        put(facts, "frequency governor", line(Path.of("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"), ""));
        put(facts, "memory", memory());
        put(facts, "load average before", load());
        facts.put(Jvm.FACT, Jvm.describe());
        new TreeMap<>(versions()).forEach((name, version) -> facts.put(name.toString(), version.toString()));
        return facts;
    }

    /** {@return the command as it can be given again, by whoever stands at the root of the source tree} */
    static String command(List<String> flags, List<String> arguments) {
        return Stream.of(
                        Stream.of("java"),
                        flags.stream(),
                        Stream.of("-jar", "java/benchmarks/target/pollux-benchmarks.jar"),
                        arguments.stream())
                .flatMap(each -> each)
                .map(Facts::withoutFolders)
                .collect(Collectors.joining(" "));
    }

    private static String withoutFolders(String argument) {
        String bare = argument.replaceAll("(?<![^=:,])(/[^/=:,]+)+/", "");
        return bare.contains(" ") ? '\'' + bare + '\'' : bare;
    }

    private static List<String> virtualMachineFlags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments();
    }

    private static String commit() {
        String commit = outputOf("git", "rev-parse", "--short=12", "HEAD");
        if (commit == null) {
            return null;
        }
        String changes = outputOf("git", "status", "--porcelain", "--untracked-files=no");
        return commit + (changes == null || changes.isEmpty() ? "" : ", with changes that are not committed");
    }

    private static String processor() {
        String model = value(Path.of("/proc/cpuinfo"), "model name");
        return Runtime.getRuntime().availableProcessors() + " × "
                + (model == null ? System.getProperty("os.arch") : model.replaceFirst("^\\s*:\\s*", ""));
    }

    private static String virtualised() {
        String flags = value(Path.of("/proc/cpuinfo"), "flags");
        if (flags == null) {
            return null;
        }
        return List.of(flags.split("\\s+")).contains("hypervisor") ? "yes" : "no sign of it";
    }

    private static String memory() {
        String kib = value(Path.of("/proc/meminfo"), "MemTotal:");
        return kib == null ? null : Long.parseLong(kib.replaceAll("\\D", "")) / 1024 + " MiB";
    }

    private static String load() {
        String line = line(Path.of("/proc/loadavg"), "");
        return line == null ? null : line.split(" ")[0];
    }

    private static Properties versions() throws IOException {
        Properties versions = new Properties();
        try (InputStream in = Facts.class.getResourceAsStream("versions.properties")) {
            versions.load(in);
        }
        versions.values().removeIf(version -> version.toString().contains("${"));
        return versions;
    }

    private static String unquoted(String text) {
        return text == null ? null : text.replace("\"", "");
    }

    private static void put(Map<String, String> facts, String name, String value) {
        if (value != null) {
            facts.put(name, value);
        }
    }

    private static String value(Path file, String start) {
        String line = line(file, start);
        return line == null ? null : line.substring(start.length()).strip();
    }

    private static String line(Path file, String start) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith(start)).findFirst().orElse(null);
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    private static String outputOf(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader lines = process.inputReader()) {
                String output = lines.lines().collect(Collectors.joining("\n"));
                return process.waitFor() == 0 ? output : null;
            }
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
