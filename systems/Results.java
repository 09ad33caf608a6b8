import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the cells of the matrix said. {@code Results.java read CELL BINDING TESTS DATE COMMIT LOG} makes the cell's file in docs/systems
 * of a log of JUnit's console, and fails where a test has. {@code Results.java table} writes docs/systems.md, and the README's table, of
 * these files.
 */
final class Results {
    private static final Path FOLDER = Path.of("docs/systems");
    private static final Path README = Path.of("README.md");
    private static final String BEGIN = "<!-- The matrix: written by systems/run table. -->\n";
    private static final String END = "<!-- End of the matrix. -->\n";
    private static final Pattern TEST =
            Pattern.compile("^ *(\\d+) +JUnit Jupiter > (.*) :: (SUCCESSFUL|FAILED|ABORTED|SKIPPED)$");
    private static final Pattern WORD = Pattern.compile("^ *\\d+\\s+(?:[a-zA-Z0-9.]+Exception: |Reason: )?(.*)$");
    private static final Pattern VERSION = Pattern.compile("^ *\\d+ +openjdk version \"(.*?)\".*");
    private static final Pattern WINE = Pattern.compile(".*Windows suite: \\S+ on JDK (\\S+) .*");
    private static final List<String> BACKENDS = List.of("epoll", "io_uring", "afd", "iocp", "emulated", "nio", "no port");

    private Results() {}

    public static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "read" -> System.exit(read(arguments) ? 0 : 1);
            case "table" -> table();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static boolean read(String[] arguments) throws IOException {
        Counts counts = new Counts();
        String system = "";
        String java = "";
        int seconds = 0;
        String last = "";
        String awaited = null; // the reason of a test that did not run stands in the line after it
        for (String line : Files.readAllLines(Path.of(arguments[6]), StandardCharsets.ISO_8859_1)) {
            Matcher test = TEST.matcher(line);
            Matcher word = WORD.matcher(line);
            Matcher version = VERSION.matcher(line);
            Matcher wine = WINE.matcher(line);
            if (test.matches()) {
                awaited = test.group(3);
                seconds = Integer.parseInt(test.group(1));
                counts.add(test.group(2), test.group(3));
            } else if (awaited != null && word.matches() && (awaited.equals("ABORTED") || awaited.equals("SKIPPED"))) {
                counts.reason(word.group(1));
                awaited = null;
            } else if (line.matches(" *\\d+ system: .*")) {
                system = line.substring(line.indexOf(": ") + 2);
            } else if (version.matches()) {
                java = version.group(1);
            } else if (wine.matches()) {
                java = wine.group(1);
            }
            if (line.endsWith(" :: STARTED")) {
                last = line;
            }
            counts.ended |= line.contains("tests successful");
        }
        if (!counts.ended) {
            System.out.println(arguments[1] + " did not end, in the midst of: " + last);
            return false;
        }
        List<String> text = new ArrayList<>(List.of(
                "system " + system,
                "jdk " + java,
                "binding " + arguments[2],
                "tests " + arguments[3],
                "date " + arguments[4],
                "commit " + arguments[5],
                "seconds " + seconds));
        text.addAll(counts.text());
        Files.createDirectories(FOLDER);
        Files.writeString(FOLDER.resolve(arguments[1] + ".txt"), String.join("\n", text) + "\n");
        System.out.println(String.join("\n", text));
        int[] sum = counts.sum();
        System.out.println(arguments[1] + ": " + sum[0] + " passed, " + sum[1] + " failed, " + sum[2] + " skipped");
        return sum[1] == 0 && sum[0] > 0;
    }

    /** Of one run, by backends. */
    private static final class Counts {
        private final Map<String, int[]> backends = new LinkedHashMap<>();
        private final Map<String, Integer> reasons = new TreeMap<>();
        private final List<String> failed = new ArrayList<>();
        private boolean ended;

        void add(String test, String how) {
            int[] counts = backends.computeIfAbsent(backend(test), none -> new int[3]);
            counts[how.equals("SUCCESSFUL") ? 0 : how.equals("FAILED") ? 1 : 2]++;
            if (how.equals("FAILED")) {
                failed.add(test);
            }
        }

        void reason(String text) {
            reasons.merge(Reasons.shortened(text), 1, Integer::sum);
        }

        int[] sum() {
            int[] sum = new int[3];
            backends.values().forEach(each -> {
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += each[i];
                }
            });
            return sum;
        }

        List<String> text() {
            List<String> text = new ArrayList<>();
            for (String backend : BACKENDS) {
                int[] of = backends.get(backend);
                if (of != null) {
                    text.add("backend " + backend.replace(' ', '_') + " " + of[0] + " " + of[1] + " " + of[2]);
                }
            }
            failed.forEach(each -> text.add("failed " + each));
            reasons.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                    .forEach(each -> text.add("skipped " + each.getValue() + " " + each.getKey()));
            return text;
        }
    }

    /** A test's backend, which stands in its names: the class, what is nested, or the kind that it runs with. */
    private static String backend(String test) {
        String name = " " + test;
        if (name.matches(".*\\b(IO_URING|io_uring)\\b.*|.* (Uring|Ring)\\w*Test\\b.*")) {
            return "io_uring";
        }
        if (name.matches(".*\\b(IOCP|iocp)\\b.*|.* Iocp\\w*Test\\b.*")) {
            return "iocp";
        }
        if (name.matches(".*\\b(EMULATED|emulated)\\b.*|.* Emulated\\w*Test\\b.*")) {
            return "emulated";
        }
        if (name.matches(".*\\b(AFD|afd|OnAfd)\\b.*|.* Afd\\w*Test\\b.*")) {
            return "afd";
        }
        if (name.matches(".*\\b(EPOLL|epoll|OnEpoll)\\b.*|.* Epoll\\w*Test\\b.*")) {
            return "epoll";
        }
        if (name.matches(".*\\b(NIO|nio|OnNio)\\b.*|.* Nio\\w*Test\\b.*")) {
            return "nio";
        }
        return "no port";
    }

    /** Why a test was left out: what belongs to one test alone goes, so that equal reasons are counted together. */
    private static final class Reasons {
        static String shortened(String text) {
            String reason = text.replaceFirst("^Assumption failed: ", "")
                    .replaceAll("@[0-9a-f]{4,}", "")
                    .replaceFirst(": [^ ]*junit-?\\d+.*", "");
            return reason.length() <= 160 ? reason : reason.substring(0, 160) + "…";
        }
    }

    /** A cell's file. */
    private record Cell(String name, Map<String, String> facts, Map<String, int[]> backends, List<String> skips, int failed) {
        static Cell read(Path file) {
            try {
                Map<String, String> facts = new LinkedHashMap<>();
                Map<String, int[]> backends = new LinkedHashMap<>();
                List<String> skips = new ArrayList<>();
                int failed = 0;
                for (String line : Files.readAllLines(file)) {
                    String[] parts = line.split(" ", 2);
                    switch (parts[0]) {
                        case "backend" -> {
                            String[] of = parts[1].split(" ");
                            int[] counts = Stream.of(of).skip(1).mapToInt(Integer::parseInt).toArray();
                            backends.put(of[0].replace('_', ' ').replace("io uring", "io_uring"), counts);
                        }
                        case "skipped" -> skips.add(parts[1]);
                        case "failed" -> failed++;
                        default -> facts.put(parts[0], parts[1]);
                    }
                }
                return new Cell(file.getFileName().toString().replace(".txt", ""), facts, backends, skips, failed);
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            }
        }

        int sum(int which) {
            return backends.values().stream().mapToInt(each -> each[which]).sum();
        }

        String fact(String name) {
            return facts.getOrDefault(name, "");
        }

        String counted(String backend) {
            int[] counts = backends.get(backend);
            return counts == null || counts[0] + counts[1] == 0
                    ? "–"
                    : number(counts[0]) + (counts[1] == 0 ? "" : ", **" + counts[1] + " failed**");
        }
    }

    private static String number(int count) {
        return String.format(java.util.Locale.ROOT, "%,d", count);
    }

    private static void table() throws IOException {
        List<String> order = Files.readAllLines(Path.of("systems/cells")).stream()
                .map(line -> line.split(" ")[0])
                .toList();
        List<Cell> cells;
        try (Stream<Path> files = Files.list(FOLDER)) {
            cells = files.filter(file -> file.toString().endsWith(".txt"))
                    .map(Cell::read)
                    .sorted(java.util.Comparator.comparingInt(cell -> order.indexOf(cell.name())))
                    .toList();
        }
        Files.writeString(Path.of("docs/systems.md"), page(cells, order));
        String readme = Files.readString(README);
        int from = readme.indexOf(BEGIN) + BEGIN.length();
        Files.writeString(README, readme.substring(0, from) + "\n" + shortTable(cells) + "\n" + readme.substring(readme.indexOf(END)));
    }

    private static String shortTable(List<Cell> cells) {
        StringBuilder text = new StringBuilder("| system | JDK | binding | passed | failed | skipped | date |\n|---|---|---|---:|---:|---:|---|\n");
        for (Cell cell : cells) {
            text.append(row(
                    cell.fact("system"),
                    cell.fact("jdk"),
                    cell.fact("binding") + (cell.fact("tests").equals("all") ? "" : ", contracts"),
                    number(cell.sum(0)),
                    number(cell.sum(1)),
                    number(cell.sum(2)),
                    cell.fact("date")));
        }
        return text.toString();
    }

    private static String page(List<Cell> cells, List<String> order) throws IOException {
        StringBuilder text = new StringBuilder(Files.readString(Path.of("systems/page.md")));
        text.append("\n## Passed, by backend\n\n| cell | system | JDK | binding | tests |");
        BACKENDS.forEach(each -> text.append(' ').append(each).append(" |"));
        text.append(" skipped | seconds | date, commit |\n|---|---|---|---|---|");
        text.append("---:|".repeat(BACKENDS.size() + 2)).append("---|\n");
        for (Cell cell : cells) {
            List<String> columns = new ArrayList<>(List.of(
                    "`" + cell.name() + "`", cell.fact("system"), cell.fact("jdk"), cell.fact("binding"), cell.fact("tests")));
            BACKENDS.forEach(each -> columns.add(cell.counted(each)));
            columns.addAll(List.of(
                    number(cell.sum(2)), cell.fact("seconds"), cell.fact("date") + ", " + cell.fact("commit")));
            text.append(row(columns.toArray(String[]::new)));
        }
        List<String> missing = order.stream()
                .filter(name -> !name.isBlank() && !name.startsWith("#"))
                .filter(name -> cells.stream().noneMatch(cell -> cell.name().equals(name)))
                .toList();
        if (!missing.isEmpty()) {
            text.append("\nNot run yet: ").append(missing.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "))).append(".\n");
        }
        text.append(programs());
        text.append("\n## What was skipped, and why\n");
        for (Cell cell : cells) {
            text.append("\n`").append(cell.name()).append("`:\n\n");
            cell.skips().forEach(each -> text.append("- ").append(each.replace(';', ',')).append('\n'));
        }
        return text.toString();
    }

    /** What programs.sh left: a row of a table for each system. */
    private static String programs() throws IOException {
        StringBuilder text = new StringBuilder("\n## The example servers, asked from outside\n\n"
                + "echo, proxy, http and chat on each backend, and the HTTP proxy on those of readiness. In a virtual machine these are epoll\n"
                + "and the kernel's best for completion.\n\n"
                + "| system | passed | failed | date, commit |\n|---|---|---:|---|\n");
        List<String> missing = new ArrayList<>();
        for (String system : programSystems()) {
            Path file = FOLDER.resolve(system + ".programs");
            if (Files.exists(file)) {
                text.append(Files.readString(file));
            } else {
                missing.add("`" + system + "`");
            }
        }
        if (!missing.isEmpty()) {
            text.append("\nNot run yet: ").append(String.join(", ", missing)).append(".\n");
        }
        return text.toString();
    }

    /** {@return the systems that programs.sh takes if it is told none} */
    private static List<String> programSystems() throws IOException {
        Matcher all = Pattern.compile("\\|\\| set -- (.*)").matcher(Files.readString(Path.of("systems/lib/programs.sh")));
        if (!all.find()) {
            throw new IllegalStateException("programs.sh names no systems");
        }
        return List.of(all.group(1).split(" "));
    }

    private static String row(String... columns) {
        return "| " + String.join(" | ", columns) + " |\n";
    }
}
