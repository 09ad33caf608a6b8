package dev.pollux.benchmarks.files;

import dev.pollux.Backend;
import dev.pollux.benchmarks.Contestants;
import dev.pollux.completion.CompletionPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Random reads of 4 KiB of a file of 1 GiB, 32 in flight: requests a second, and processor time a request. {@code java -cp
 * pollux-benchmarks.jar dev.pollux.benchmarks.files.FileReads [ROUNDS [FOLDER [MEBIBYTES]]]} prints medians, and in brackets how many
 * times {@link FileContestant#THREADS} they are: once from the page cache, and once past it (O_DIRECT). All run in this process, a
 * second each, in turn.
 */
public final class FileReads {
    static final int BLOCK = 4096;
    static final int IN_FLIGHT = 32;
    private static final int CHUNK = 1 << 20;
    private static final int WARM_UP = 5;

    private FileReads() {}

    /**
     * What one contestant did in one round.
     *
     * @param perSecond requests a second
     * @param cpuMicros microseconds of this process's processor time a request, that of the kernel included
     */
    record Result(double perSecond, double cpuMicros) {}

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 7;
        Path folder = Path.of(args.length > 1 ? args[1] : System.getProperty("java.io.tmpdir"));
        long size = (args.length > 2 ? Long.parseLong(args[2]) : 1024) * CHUNK;
        Path file = Files.createTempFile(folder, "pollux", ".data");
        try {
            fill(file, size);
            for (boolean direct : new boolean[] {false, true}) {
                System.out.println((direct ? "O_DIRECT" : "page cache") + ": random reads of " + BLOCK + " bytes of "
                        + size / CHUNK + " MiB, " + IN_FLIGHT + " in flight, medians of " + rounds
                        + ", lowest to highest");
                compare(contestants(file, size, direct), rounds);
            }
        } finally {
            Files.delete(file);
        }
    }

    /** With bytes, because a hole is read from nowhere. */
    private static void fill(Path file, long size) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int i = 0; i < CHUNK; i++) {
            chunk[i] = (byte) (i * 31 + (i >> 8));
        }
        try (var out = Files.newOutputStream(file)) {
            for (long written = 0; written < size; written += CHUNK) {
                out.write(chunk);
            }
        }
    }

    private static List<FileContestant> contestants(Path file, long size, boolean direct) throws Exception {
        List<FileContestant> all = new ArrayList<>();
        all.add(new ThreadReads(file, size, direct));
        all.add(new AsynchronousReads(file, size, direct));
        add(all, Contestants.POLLUX_IO_URING, Backend.IO_URING, file, size, direct);
        add(all, Contestants.POLLUX_EMULATED, Backend.EMULATED, file, size, direct);
        add(all, Contestants.POLLUX_IOCP_FFM, Backend.IOCP, file, size, direct);
        return all;
    }

    private static void add(
            List<FileContestant> all, String name, Backend backend, Path file, long size, boolean direct)
            throws IOException {
        CompletionPort port;
        try {
            port = CompletionPort.builder()
                    .backend(backend)
                    .singleThreaded(true)
                    .open();
        } catch (UnsupportedOperationException e) {
            System.out.println("left out: " + name + ": " + e.getMessage());
            return;
        }
        all.add(new PortReads(name, port, file, size, direct));
    }

    private static void compare(List<FileContestant> contestants, int rounds) throws Exception {
        List<List<Result>> results = new ArrayList<>();
        contestants.forEach(each -> results.add(new ArrayList<>()));
        try {
            for (int round = -WARM_UP; round < rounds; round++) { // a thread alone is compiled later than 32
                for (int i = 0; i < contestants.size(); i++) {
                    int at = Math.floorMod(i + round, contestants.size());
                    Result result = contestants.get(at).round();
                    if (round >= 0) {
                        results.get(at).add(result);
                    }
                }
            }
        } finally {
            for (FileContestant each : contestants) {
                each.close();
            }
        }
        for (int i = 0; i < contestants.size(); i++) {
            System.out.println(line(contestants.get(i).name(), results.get(i), results.get(0)));
        }
    }

    private static String line(String name, List<Result> results, List<Result> beside) {
        return String.format(
                Locale.ROOT,
                "%-30s requests/s %s   CPU us/request %s",
                name,
                figure("%9.0f", results, beside, Result::perSecond),
                figure("%6.2f", results, beside, Result::cpuMicros));
    }

    private static String figure(
            String format, List<Result> results, List<Result> beside, ToDoubleFunction<Result> of) {
        double[] its = results.stream().mapToDouble(of).sorted().toArray();
        double[] others = beside.stream().mapToDouble(of).sorted().toArray();
        return String.format(
                Locale.ROOT,
                format + " (%.2f) " + format.replace("%9", "%").replace("%6", "%") + " to "
                        + format.replace("%9", "%").replace("%6", "%"),
                its[its.length / 2],
                its[its.length / 2] / others[others.length / 2],
                its[0],
                its[its.length - 1]);
    }
}
