package dev.pollux.wine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;

/** This side of a program as {@code EchoServerFacts}, which runs under Wine: it is killed if it takes too long. */
final class WindowsServer implements AutoCloseable {
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final int END_SECONDS = 20;

    private final Wine wine;
    private final Process process;
    private final BufferedReader answers;
    private final Timer limit = new Timer("limit", true);
    private final String[] ready;

    private WindowsServer(Wine wine, Process process, int seconds) throws IOException {
        this.wine = wine;
        this.process = process;
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        limit.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        wine.killAll(); // then there is no answer
                    }
                },
                TimeUnit.SECONDS.toMillis(seconds));
        ready = answer().split(" ");
    }

    static WindowsServer start(Wine wine, WindowsJava java, Run run, Path errors, int seconds, List<String> program)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Wine.windowsPath(java.executable())));
        if (run.feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        // Threads that the JVM starts and ends as it likes are handles, too.
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:-UseDynamicNumberOfCompilerThreads"));
        command.addAll(run.flags());
        command.addAll(List.of("-Ddev.pollux.binding=" + run.binding(), "-cp"));
        command.add(ClassPath.of(run).onWine());
        command.addAll(program);
        Process process = wine.start(Folders.TARGET, errors, command);
        try {
            return new WindowsServer(wine, process, seconds);
        } catch (BrokenException failure) {
            wine.end(process, 0);
            throw failure;
        }
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new BrokenException("the server has ended, or was killed after too long a time");
        }
        return line;
    }

    int port() {
        return Integer.parseInt(ready[1]);
    }

    String binding() {
        return ready[2];
    }

    String javaVersion() {
        return ready[3];
    }

    private Held held() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        return Held.parse(answer());
    }

    /** {@return what it holds once that is the same twice running} */
    Held settled() throws IOException {
        Held last = held();
        for (Held now = held(); ; now = held()) {
            if (now.equals(last)) {
                return now;
            }
            last = now;
        }
    }

    /** {@return what it holds once that is no more than this, or still holds after some time} */
    Held atMost(Held most) throws IOException {
        long startNanos = System.nanoTime();
        Held now;
        do {
            now = held();
        } while (!now.isAtMost(most) && System.nanoTime() - startNanos < SETTLE_NANOS);
        return now;
    }

    /** Fails if it is not the run's binding, or holds more than before. */
    void check(Run run, Held before, Held after) throws BrokenException {
        if (before.handles() == 0) {
            throw new BrokenException("its handles are not counted");
        }
        if (!after.isAtMost(before)) {
            throw new BrokenException("it holds more than before");
        }
        if (!binding().equals(run.binding())) {
            throw new BrokenException("that was not " + run.binding());
        }
    }

    @Override
    public void close() throws IOException {
        limit.cancel();
        try {
            wine.end(process, END_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
