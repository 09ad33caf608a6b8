package dev.pollux.examples.demo;

import dev.pollux.examples.load.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a run has come to, in files: the figures as the benchmarks keep theirs, and the table for a page. */
public final class DemoFiles {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    private final DemoResult result;
    private final Map<String, String> facts;

    DemoFiles(DemoResult result, Map<String, String> facts) {
        this.result = result;
        this.facts = new LinkedHashMap<>(facts);
    }

    /** Writes the figures of each round. */
    public void writeJson(Path file) throws IOException {
        write(file, json());
    }

    /** Writes the table. */
    public void writeMarkdown(Path file) throws IOException {
        write(file, markdown());
    }

    private static void write(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Files.writeString(file, text);
    }

    String json() {
        JsonObject environment =
                new JsonObject().put("date", LocalDate.now(ZoneOffset.UTC).toString());
        facts.forEach(environment::put);
        environment.put("Pollux", result.pollux().description());
        List<JsonObject> measurements = new ArrayList<>();
        for (Figure figure : Figure.values()) {
            for (Contender contender : List.of(result.pollux(), result.selector())) {
                if (contender.samples(figure).count() > 0) {
                    measurements.add(measurement(figure, contender));
                }
            }
        }
        return new JsonObject().put("environment", environment).put("measurements", measurements) + "\n";
    }

    private static JsonObject measurement(Figure figure, Contender contender) {
        return new JsonObject()
                .put("suite", "demo")
                .put("group", figure.subject.name)
                .put("scene", figure.subject.heading)
                .put("contestant", contender.name)
                .put("metric", figure.label)
                .put("unit", figure.unit)
                .put("better", figure.moreIsBetter() ? "HIGHER" : "LOWER")
                .put("samples", contender.samples(figure).values());
    }

    String markdown() {
        StringBuilder page = new StringBuilder();
        page.append("| | ").append(result.pollux().name).append(" | ").append(result.selector().name);
        page.append(" | |\n|---|---:|---:|---|\n");
        for (Subject subject : Subject.values()) {
            page.append("| **").append(subject.heading).append("** | | | |\n");
            for (Figure figure : Figure.of(subject)) {
                page.append("| ").append(figure.title());
                page.append(" | ")
                        .append(DemoReport.cell(figure, result.pollux().samples(figure)));
                page.append(" | ")
                        .append(DemoReport.cell(figure, result.selector().samples(figure)));
                page.append(" | ").append(result.verdict(figure).text()).append(" |\n");
            }
        }
        page.append("\n").append(new DemoSentence(result).text()).append("\n\n");
        page.append(LocalDate.now(ZoneOffset.UTC).format(DAY)).append(", ");
        facts.forEach((name, value) -> page.append(name.equals("command") ? "`" + value + "`" : name + " " + value)
                .append(", "));
        page.append("Pollux: ").append(result.pollux().description());
        page.append(". Medians of ").append(result.rounds()).append(" rounds in turn (the least..the most).");
        result.notes().forEach(note -> page.append(" ").append(note));
        result.failures()
                .forEach((subject, why) -> page.append(" Not measured to the end: " + subject.name + ": " + why + "."));
        page.append("\n");
        return page.toString().replaceAll("\\bus\\b", "µs").replace("..", "–").replace(" x |", " × |");
    }
}
