package dev.pollux.examples.demo;

import java.util.ArrayList;
import java.util.List;

/** Lines of cells, the first column to the left, the others to the right. */
final class Table {
    private static final String GAP = "   ";

    private final List<String[]> rows = new ArrayList<>();

    void row(String... cells) {
        rows.add(cells);
    }

    @Override
    public String toString() {
        int columns = rows.stream().mapToInt(row -> row.length).max().orElse(0);
        int[] widths = new int[columns];
        for (String[] row : rows) {
            for (int i = 0; row.length > 1 && i < row.length; i++) { // a heading alone may run over all columns
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                String padding = " ".repeat(Math.max(0, widths[i] - row[i].length()));
                line.append(i > 0 ? GAP : "").append(i > 0 ? padding + row[i] : row[i] + padding);
            }
            text.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return text.toString();
    }
}
