package dev.pollux.examples.cookbook;

import dev.pollux.linux.PidFd;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.TriggerMode;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Tells at once when a process ends, of anybody's that is visible, and without a thread for each. */
public final class ProcessWatcher {
    private final ReadinessDispatcher loop;
    private int watched; // used on the loop's thread only

    private ProcessWatcher(ReadinessDispatcher loop) {
        this.loop = loop;
    }

    private void watch(ProcessHandle process) throws IOException {
        Optional<Instant> before = process.info().startInstant();
        PidFd fd = PidFd.open(process.pid()); // from here on it is this process, whoever gets the number next
        try {
            if (!before.equals(process.info().startInstant())) {
                throw new IOException("another process has got the number");
            }
            loop.register(fd, Interest.READ, TriggerMode.LEVEL, (registration, readiness) -> {
                fd.close(); // and its registration
                System.out.println(process.pid() + " has ended");
                if (--watched == 0) {
                    loop.stop();
                }
            });
            watched++;
        } catch (Throwable e) {
            fd.close();
            throw e;
        }
    }

    /** Arguments: the numbers of the processes. It ends with the last of them. */
    public static void main(String[] args) throws IOException {
        try (ReadinessDispatcher loop = ReadinessDispatcher.open()) {
            ProcessWatcher watcher = new ProcessWatcher(loop);
            for (String arg : args) {
                try {
                    ProcessHandle process = ProcessHandle.of(Long.parseLong(arg))
                            .orElseThrow(() -> new IOException("there is no such process"));
                    watcher.watch(process);
                } catch (IOException e) {
                    System.out.println(arg + " is not watched: " + e.getMessage());
                }
            }
            System.out.println("watching " + watcher.watched);
            if (watcher.watched > 0) {
                loop.run();
            }
        }
    }
}
