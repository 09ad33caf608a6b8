package dev.pollux.site;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Javadoc of what the released modules export. The bindings export nothing that a program calls. */
final class ApiDocs {
    /** Its first page. */
    static final String INDEX = "api/index.html";

    private static final List<String> MODULES = List.of("java/pollux", "java/pollux-netty", "java/pollux-micrometer");
    private static final Pattern MODULE = Pattern.compile("\\bmodule ([\\w.]+) *\\{");

    private static final String OVERVIEW = """
            <html><body>
            <p>The types that a program uses. A server begins at
            {@link dev.pollux.readiness.ReadinessDispatcher} or {@link dev.pollux.completion.CompletionDispatcher}. The
            <a href="{@docRoot}/../guide.html">guide</a> tells when to take which, and the
            <a href="{@docRoot}/../cookbook.html">cook-book</a> has whole programs.</p>
            <p>Bindings export nothing that a program calls, so they are not here.</p>
            </body></html>
            """;

    private final Path repository;
    private final Output output;

    ApiDocs(Path repository, Output output) {
        this.repository = repository;
        this.output = output;
    }

    /** {@return how many pages it has} */
    int write(String version) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "-d",
                output.root().resolve("api").toString(),
                "-quiet",
                "-notimestamp",
                "-Xdoclint:none",
                "-header",
                "<a href=\"{@docRoot}/../index.html\">Pollux: the documentation</a>",
                "-overview",
                write("overview.html", OVERVIEW).toString(),
                "--add-stylesheet",
                write("api.css", Resource.text("api.css")).toString(),
                "-encoding",
                "UTF-8",
                "-windowtitle",
                "Pollux " + version,
                "-doctitle",
                "Pollux " + version,
                "--module-path",
                jars()));
        List<String> names = new ArrayList<>();
        for (Path sources : sources()) {
            String name = name(sources);
            names.add(name);
            arguments.addAll(List.of("--module-source-path", name + "=" + sources));
        }
        arguments.addAll(List.of("--module", String.join(",", names)));
        StringWriter said = new StringWriter();
        int result = ToolProvider.findFirst("javadoc")
                .orElseThrow(() -> new IOException("no javadoc in this JDK: a JRE has none"))
                .run(new PrintWriter(said), new PrintWriter(said), arguments.toArray(String[]::new));
        if (result != 0) {
            throw new IOException("javadoc: " + said);
        }
        try (Stream<Path> all = Files.walk(output.root().resolve("api"))) {
            return (int) all.filter(each -> each.toString().endsWith(".html")).count();
        }
    }

    /** What the sources import: the jars of this program's own class path. */
    private static String jars() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(each -> each.endsWith(".jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path write(String name, String text) throws IOException {
        Path folder = Files.createTempDirectory("pollux-site");
        Path file = Files.writeString(folder.resolve(name), text);
        folder.toFile().deleteOnExit(); // the file before it: what was named last goes first
        file.toFile().deleteOnExit();
        return file;
    }

    private List<Path> sources() {
        return MODULES.stream()
                .map(each -> repository.resolve(each).resolve("src/main/java"))
                .filter(Files::exists)
                .toList();
    }

    private static String name(Path sources) throws IOException {
        Matcher module = MODULE.matcher(Files.readString(sources.resolve("module-info.java")));
        if (!module.find()) {
            throw new IOException("no module in " + sources);
        }
        return module.group(1);
    }
}
