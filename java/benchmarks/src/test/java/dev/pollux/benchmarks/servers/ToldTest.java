package dev.pollux.benchmarks.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What servers, load generators and counters tell is understood; what is no such thing is refused. */
class ToldTest {
    @Test
    void aServerIsReady() throws IOException {
        Ready ready = Ready.parse("it", "ready 4711 C, epoll");
        assertEquals("4711", ready.address());
        assertEquals("C, epoll", ready.description());
    }

    @Test
    void aServerIsNotToBeHad() {
        IOException refusal =
                assertThrows(Ready.Unavailable.class, () -> Ready.parse("it", "unavailable no io_uring here"));
        assertEquals("no io_uring here", refusal.getMessage());
    }

    @Test
    void aServerThatSaysSomethingElseOrNothingIsNoServer() {
        for (String line : List.of("", "ready", "ready 1", "Exception in thread main")) {
            IOException failure = assertThrows(IOException.class, () -> Ready.parse("it", line), line);
            assertTrue(failure.getMessage().startsWith("it: "), failure.getMessage());
        }
        assertThrows(IOException.class, () -> Ready.parse("it", null));
    }

    @Test
    void aLoadsResult() throws IOException {
        LoadResult result = LoadResult.parse(
                "{\"messages\":500,\"seconds\":0.5,\"lost\":3,\"cpu_nanos\":2000000,\"waited_nanos\":5000000,"
                        + "\"resident_bytes\":1048576,\"p50_us\":1.5,\"p99_us\":2.5,\"p999_us\":3.5,\"max_us\":4.5}");
        assertEquals(1000, result.ratePerSecond());
        assertEquals(4, result.cpuMicrosEach());
        assertEquals(0.01, result.othersShare());
        assertEquals(new LoadResult(500, 0.5, 3, 2_000_000, 5_000_000, 1_048_576, 1.5, 2.5, 3.5, 4.5), result);
    }

    @Test
    void aLoadThatMeasuredNothingIsRefused() {
        for (String line :
                List.of("", "{}", "[]", "load: no reply", "{\"messages\":0,\"seconds\":1,\"cpu_nanos\":1}")) {
            assertThrows(IOException.class, () -> LoadResult.parse(line), line);
        }
    }

    @Test
    void whatWrkTells() throws IOException {
        String output =
                "Running 1s test\n  1 threads\n{\"messages\":10,\"micros\":2000000,\"errors\":0,\"p999Us\":250}\n";
        assertEquals(new Wrk.Told(10, 2_000_000, 0, 250), Wrk.Told.parse(output));
    }

    @Test
    void wrksErrorsAreNotPassedOver() {
        for (String output : List.of(
                "unable to connect\n",
                "{\"messages\":10,\"micros\":2000000,\"errors\":1}\n",
                "{\"messages\":0,\"micros\":2000000,\"errors\":0}\n")) {
            assertThrows(IOException.class, () -> Wrk.Told.parse(output), output);
        }
    }

    private static String h2load(String failed) {
        return """
                finished in 1.00s, 5000.50 req/s, 170.00KB/s
                requests: 5001 total, 5065 started, 5001 done, 5001 succeeded, %s failed, 0 errored, 0 timeout
                status codes: 5001 2xx, 0 3xx, 0 4xx, 0 5xx
                traffic: 170.00KB (174080) total, 24.41KB (25005) headers (space savings 90.00%%), 63.49KB (65013) data
                """.formatted(failed);
    }

    @Test
    void whatH2loadTells() throws IOException {
        assertEquals(new H2load.Told(5001, 5001 / 5000.5, 65_013), H2load.Told.parse(h2load("0")));
        assertEquals(1998, H2load.percentile(h2loadLog(2000), 0.999));
        assertEquals(1, H2load.percentile(h2loadLog(1), 0.999));
    }

    private static String h2loadLog(int lines) {
        return IntStream.rangeClosed(1, lines)
                .map(each -> lines + 1 - each)
                .mapToObj(micros -> "1796000000000000\t200\t" + micros + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void h2loadsErrorsAreNotPassedOver() {
        for (String output : List.of("", h2load("1"), h2load("0").replace("5001 succeeded", "0 succeeded"))) {
            assertThrows(IOException.class, () -> H2load.Told.parse(output), output);
        }
        assertThrows(IOException.class, () -> H2load.percentile("", 0.999));
    }

    @Test
    void whatPerfTells() throws IOException {
        assertEquals(
                1234, SystemCalls.PERF.parse("# started on Monday\n\n1234,,raw_syscalls:sys_enter,1000,100.00,,\n"));
        for (String counts : List.of("", "<not counted>,,raw_syscalls:sys_enter,0,0.00,,\n")) {
            assertThrows(IOException.class, () -> SystemCalls.PERF.parse(counts), counts);
        }
    }

    @Test
    void whatStraceTells() throws IOException {
        String line = "------ ----------- ----------- --------- --------- ----------------\n";
        String counts = "% time     seconds  usecs/call     calls    errors syscall\n" + line
                + " 99.10    0.200000           2    100000           io_uring_enter\n"
                + "  0.90    0.001800           9       200         3 setsockopt\n" + line;
        assertEquals(
                100200,
                SystemCalls.STRACE.parse(counts + "100.00    0.201800           2    100200         3 total\n"));
        assertEquals(
                100200,
                SystemCalls.STRACE.parse(counts + "100.00    0.201800           2    100200           total\n"));
        for (String incomplete : List.of("", counts)) {
            assertThrows(IOException.class, () -> SystemCalls.STRACE.parse(incomplete), incomplete);
        }
    }

    @Test
    void aJvmIsNotGivenFlagsThatItDoesNotKnow() {
        String unsafe = "--sun-misc-unsafe-memory-access=allow";
        assertTrue(JavaCommand.flags(25).contains(unsafe));
        assertTrue(!JavaCommand.flags(17).contains(unsafe));
    }
}
