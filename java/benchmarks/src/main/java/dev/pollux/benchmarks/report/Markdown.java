package dev.pollux.benchmarks.report;

import java.util.List;
import java.util.stream.Collectors;

/** Writes Markdown, line by line. */
final class Markdown {
    private final StringBuilder text = new StringBuilder();

    Markdown heading(int level, String title) {
        return paragraph("#".repeat(level) + " " + title);
    }

    Markdown paragraph(String paragraph) {
        text.append(paragraph.strip()).append("\n\n");
        return this;
    }

    Markdown bullets(List<String> items) {
        items.forEach(item -> text.append("- ").append(item).append('\n'));
        text.append('\n');
        return this;
    }

    /** Writes a table whose cells are Markdown themselves, except for their pipes and line ends. */
    Markdown table(List<String> header, List<List<String>> rows) {
        row(header);
        text.append(header.stream().map(each -> "---").collect(Collectors.joining(" | ", "| ", " |\n")));
        rows.forEach(this::row);
        text.append('\n');
        return this;
    }

    private void row(List<String> cells) {
        text.append(cells.stream()
                .map(cell -> cell.replace("|", "\\|").replaceAll("\\R", " "))
                .collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    @Override
    public String toString() {
        return text.toString().stripTrailing() + "\n";
    }
}
