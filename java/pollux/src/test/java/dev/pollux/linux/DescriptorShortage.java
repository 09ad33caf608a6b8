package dev.pollux.linux;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * This process's limit of descriptors, lowered and raised by prlimit(1). Under a lowered limit every call that opens one
 * fails, also when the JVM closes one of its own meanwhile, as it does when it looks at its cgroup: a descriptor table
 * that is merely full has room again then.
 */
public final class DescriptorShortage implements AutoCloseable {
    /** Standard input, output and error are all that is below it; poll(2) takes no more entries than the limit. */
    private static final int NO_MORE = 3;

    private final Process shell;
    private final Writer limits;
    private final BufferedReader answers;

    /** Starts what will set the limits, for no process can be started once there are no descriptors. */
    public DescriptorShortage() throws IOException {
        String loop = "was=$(ulimit -Sn); while read -r limit; do prlimit --pid "
                + ProcessHandle.current().pid() + " --nofile=\"${limit:-$was}\": 2>&1 && echo set; done";
        shell = new ProcessBuilder("/bin/sh", "-c", loop)
                .redirectErrorStream(true)
                .start();
        limits = shell.outputWriter(StandardCharsets.US_ASCII);
        answers = new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.US_ASCII));
        raise(); // What is needed is loaded by it, and a prlimit that can't is told at once.
    }

    /** {@return whether prlimit(1) is there, and may set a limit} */
    public static boolean isSettable() {
        try {
            return new ProcessBuilder("prlimit", "--nofile=64:", "true")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** From now on there is no descriptor left. */
    public void exhaust() throws IOException {
        set(String.valueOf(NO_MORE));
    }

    /** From now on there are as many as there were. */
    public void raise() throws IOException {
        set("");
    }

    private void set(String limit) throws IOException {
        limits.write(limit + "\n");
        limits.flush();
        String answer = answers.readLine();
        if (!"set".equals(answer)) {
            throw new IOException("prlimit(1) did not set the limit of descriptors to " + limit + ": " + answer);
        }
    }

    @Override
    public void close() throws IOException {
        raise();
        limits.close(); // the shell reads the end of its input, and ends
        answers.close();
    }
}
