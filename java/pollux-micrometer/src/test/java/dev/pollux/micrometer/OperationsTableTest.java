package dev.pollux.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.DispatcherCounters;
import dev.pollux.DistinctCounters;
import dev.pollux.management.DispatcherMXBean;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.sources.Repository;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import org.junit.jupiter.api.Test;

/** That the tables of docs/operations.md have what the code has, and no more. */
class OperationsTableTest {
    private static final String PAGE = "docs/operations.md";
    private static final String RECORDING = "java/pollux/src/main/java/dev/pollux/internal/recording";
    private static final String PREFIX = "pollux.dispatcher.";

    /** The cells of the table beneath a heading, without its head. */
    private static List<List<String>> table(String heading) {
        String page = Repository.read(Repository.at(PAGE));
        String part = page.substring(page.indexOf("\n## " + heading + "\n") + 1);
        int end = part.indexOf("\n## ", 1);
        List<List<String>> rows = (end < 0 ? part : part.substring(0, end))
                .lines()
                .filter(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> Stream.of(line.substring(1).split("\\|"))
                        .map(cell -> cell.replace("`", "").strip())
                        .toList())
                .toList();
        assertTrue(rows.size() > 3, () -> rows + " beneath " + heading);
        return rows;
    }

    private static Set<String> column(List<List<String>> rows, int column) {
        Set<String> cells = new TreeSet<>();
        for (List<String> row : rows) {
            if (!row.get(column).startsWith("none")) {
                assertTrue(cells.add(row.get(column)), () -> row + " stands there twice");
            }
        }
        return cells;
    }

    @Test
    void counters() {
        Set<String> there = new TreeSet<>();
        Stream.of(DispatcherCounters.class.getRecordComponents()).forEach(each -> there.add(each.getName()));
        assertEquals(there, column(table("Counters"), 0));
    }

    @Test
    void attributes() {
        Set<String> there = new TreeSet<>();
        Stream.of(DispatcherMXBean.class.getMethods())
                .map(each -> each.getName().replaceFirst("^(get|is)", ""))
                .forEach(there::add);
        there.removeAll(Set.of("Name", "Backend", "Description")); // the text has them
        assertEquals(there, column(table("Counters"), 1));
    }

    @Test
    void meters() throws IOException {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Set<String> there = new TreeSet<>();
        try (ReadinessDispatcher loop =
                ReadinessDispatcher.builder().timed(true).open()) {
            new PolluxMetrics(loop).bindTo(registry);
            registry.getMeters().forEach(each -> there.add(cell(each)));
        }
        assertEquals(there, column(table("Counters"), 2));
    }

    /** As the table has it: name, base unit, and what it is if it is no counter. A time has the registry's own unit. */
    private static String cell(Meter meter) {
        String name = meter.getId().getName();
        assertTrue(name.startsWith(PREFIX), name);
        return name.substring(PREFIX.length())
                + ", " + (meter instanceof TimeGauge ? "time" : meter.getId().getBaseUnit())
                + (meter instanceof FunctionCounter ? "" : ", gauge");
    }

    /** A counter and its attribute, which stand in one row, are called alike. */
    @Test
    void aRowIsAboutOneCounter() {
        for (List<String> row : table("Counters")) {
            assertEquals(
                    row.get(0).replaceFirst("^none: (.*)\\(\\)$", "$1").replaceFirst("^isTimed$", "timed"),
                    Character.toLowerCase(row.get(1).charAt(0)) + row.get(1).substring(1));
        }
    }

    /** A counter and its meter, which stand in one row, have one value, and no other row has that. */
    @Test
    void aRowIsAboutOneMeter() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (ReadinessDispatcher loop =
                ReadinessDispatcher.builder().timed(true).open()) {
            new PolluxMetrics(loop).bindTo(registry);
            for (int i = 0; i < 2; i++) {
                loop.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), StreamSocket::close);
            }
            loop.schedule(Long.MAX_VALUE, () -> {});
            for (int i = 0; i < 3; i++) {
                loop.execute(() -> {});
            }
            DistinctCounters.give(loop);
            Set<Double> values = new HashSet<>();
            for (List<String> row : table("Counters")) {
                if (row.get(2).equals("none")) {
                    continue;
                }
                double wanted = value(loop, row.get(0));
                String meter = row.get(2).split(",")[0];
                double seen = registry.get(PREFIX + meter)
                        .meter()
                        .measure()
                        .iterator()
                        .next()
                        .getValue();
                assertEquals(row.get(0).endsWith("Nanos") ? wanted / 1e9 : wanted, seen, 1e-12, row::toString);
                assertTrue(values.add(wanted), () -> row + " can't be told from another row by its value");
            }
        }
    }

    private static double value(ReadinessDispatcher loop, String counter) throws ReflectiveOperationException {
        return counter.startsWith("none")
                ? loop.sourceCount()
                : ((Number) DispatcherCounters.class.getMethod(counter).invoke(loop.counters())).doubleValue();
    }

    @Test
    void events() throws Exception {
        List<List<String>> there = new ArrayList<>();
        for (Path source : Repository.files(RECORDING, "Event.java")) {
            String simpleName = source.getFileName().toString().replace(".java", "");
            Class<?> event = Class.forName("dev.pollux.internal.recording." + simpleName);
            List<String> fields = Stream.of(event.getDeclaredFields())
                    .filter(each -> !Modifier.isStatic(each.getModifiers()) && !each.isSynthetic())
                    .map(Field::getName)
                    .filter(each -> !Set.of("startTime", "duration").contains(each)) // the recorder's own
                    .toList();
            there.add(List.of(
                    event.getAnnotation(Name.class).value(),
                    event.getAnnotation(Threshold.class).value(),
                    String.join(", ", fields)));
        }
        Set<String> wanted = new TreeSet<>();
        there.forEach(each -> wanted.add(String.join(" | ", each)));
        Set<String> written = new TreeSet<>();
        table("Events").forEach(row -> written.add(String.join(" | ", row.subList(0, 3))));
        assertEquals(wanted, written);
        assertEquals(5, written.size());
    }
}
