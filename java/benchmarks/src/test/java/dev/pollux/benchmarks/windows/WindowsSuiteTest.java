package dev.pollux.benchmarks.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.pollux.benchmarks.Contestants;
import dev.pollux.benchmarks.Jvm;
import dev.pollux.benchmarks.Plan;
import dev.pollux.benchmarks.results.Measurement;
import dev.pollux.benchmarks.results.Results;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The harness itself, with this JVM's own servers: on Windows all, elsewhere those that need no completion port. */
class WindowsSuiteTest {
    private static final Set<String> EVERYWHERE = Set.of(Contestants.JDK_ASYNCHRONOUS, Contestants.JDK_CONSUMER);

    private final StringWriter log = new StringWriter();
    private final Results results = new Results();

    @Test
    void everyServersFiguresAreFiledRoundByRound() throws IOException {
        WindowsSuite.run(WindowsJava.own(), plan(""), results);
        Set<String> told = results.environment().keySet().stream()
                .filter(fact -> fact.startsWith("server "))
                .map(fact -> fact.substring("server ".length()))
                .collect(Collectors.toSet());
        assertTrue(told.containsAll(EVERYWHERE), told::toString);
        for (String scene : List.of("1 connection", "16 connections", "128 connections")) {
            for (String metric : List.of("round trips a second", "bytes allocated a round trip")) {
                assertEquals(told, contestants("echo", scene, metric), scene + ", " + metric);
            }
        }
        for (Measurement each : results.measurements()) {
            assertEquals(2, each.samples().size(), each::toString);
            assertEquals("windows", each.suite());
        }
        for (EchoLayer layer : EchoLayer.values()) {
            String left = "without " + layer.contestant + ": ";
            assertEquals(!told.contains(layer.contestant), log.toString().contains(left), log::toString);
        }
    }

    @Test
    void theFactsTellTheServersJvmAndTheClients() throws IOException {
        WindowsSuite.run(WindowsJava.own(), plan("no group"), results);
        String jvm = Jvm.describe();
        assertEquals(
                jvm + ", on " + System.getProperty("os.name"),
                results.environment().get(Jvm.FACT));
        assertEquals(jvm, results.environment().get("JDK of the client"));
        assertEquals(
                "--enable-native-access=ALL-UNNAMED " + ServerUnderTest.COMPILE_EARLY,
                results.environment().get("flags of the servers' JVMs"));
    }

    @Test
    void aGroupThatIsNotWantedIsNotMeasured() throws IOException {
        WindowsSuite.run(WindowsJava.own(), plan("packets"), results);
        assertTrue(results.measurements().stream().allMatch(each -> each.group().equals("packets")));
    }

    @Test
    void whereThereIsNoWindowsOneLineSaysHowToGetIt() throws IOException {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "here there is");
        new WindowsSuite().run(plan(""), results);
        assertEquals(List.of(), results.measurements());
        assertTrue(log.toString().startsWith("without the servers on Windows: "), log::toString);
        assertTrue(log.toString().contains("mvn -q verify -pl wine -Dpollux.wine.runs=compare"), log::toString);
        assertEquals(1, log.toString().lines().count());
    }

    private Plan plan(String only) {
        return new Plan(2, true, only, new PrintWriter(log, true));
    }

    private Set<String> contestants(String group, String scene, String metric) {
        return results.measurements().stream()
                .filter(each -> each.group().equals(group)
                        && each.scene().equals(scene)
                        && each.metric().equals(metric))
                .map(Measurement::contestant)
                .collect(Collectors.toSet());
    }
}
