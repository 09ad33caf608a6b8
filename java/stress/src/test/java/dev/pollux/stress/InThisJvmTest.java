package dev.pollux.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.StateCase;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.ForkedTestConfig;
import org.openjdk.jcstress.infra.runners.Runner;
import org.openjdk.jcstress.infra.runners.SpinLoopStyle;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * The tests here as jcstress runs them in a JVM that it has started, in this JVM: for where it can't start any, such as in Windows
 * under Wine. {@code -Ddev.pollux.stress.seconds} says for how long each, {@code -Ddev.pollux.stress.tests} which.
 */
class InThisJvmTest {
    private static final int SECONDS = Integer.getInteger("dev.pollux.stress.seconds", 2);
    private static final int STRIDE = 64; // states that are made at once: each of some has a socket
    private static final int STRIDES = 4;
    private static final int MEGABYTES = 100;

    @TestFactory
    Stream<DynamicTest> noneOfTheOutcomesIsForbidden() {
        String chosen = System.getProperty("dev.pollux.stress.tests", ".*");
        return TestList.tests().stream()
                .filter(name -> name.matches(chosen))
                .sorted()
                .map(name -> DynamicTest.dynamicTest(name, () -> run(TestList.getInfo(name))));
    }

    private static void run(TestInfo test) throws Exception {
        Runner<?> runner = (Runner<?>) Class.forName(test.generatedRunner())
                .getConstructor(ForkedTestConfig.class)
                .newInstance(config(test.generatedRunner()));
        TestResult result = runner.run();
        Map<String, Long> counts = new TreeMap<>();
        List<String> forbidden = new ArrayList<>();
        for (String outcome : result.getStateKeys()) {
            counts.put(outcome, result.getCount(outcome));
            StateCase its = test.cases().stream()
                    .filter(each -> each.matches(outcome))
                    .findFirst()
                    .orElse(test.unmatched());
            if (its.expect() == Expect.FORBIDDEN) {
                forbidden.add(outcome + ": " + its.description());
            }
        }
        System.out.println(test.name() + ": " + counts);
        assertEquals(Status.NORMAL, result.status(), () -> "" + result.getMessages());
        assertEquals(List.of(), forbidden, counts::toString);
        assertTrue(result.getTotalCount() > 0, "not one outcome");
    }

    /** {@return what jcstress would send to a JVM that it has started} */
    private static ForkedTestConfig config(String runner) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(
                SpinLoopStyle.THREAD_YIELD.ordinal()); // or two threads of one core would wait for each other's time
        out.writeInt(1000); // milliseconds of an iteration
        out.writeInt(SECONDS);
        out.writeUTF(runner);
        out.writeInt(MEGABYTES);
        out.writeInt(STRIDE);
        out.writeInt(STRIDES);
        out.writeBoolean(false); // no thread has a core of its own
        return new ForkedTestConfig(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }
}
