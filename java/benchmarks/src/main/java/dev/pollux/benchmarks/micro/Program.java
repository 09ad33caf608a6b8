package dev.pollux.benchmarks.micro;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A program that prints one number. */
final class Program {
    private Program() {}

    /** {@return the number}
     *
     * @throws IOException if the program fails, or prints something else
     */
    static double run(List<String> command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", command) + " failed with status " + status);
        }
        try {
            return Double.parseDouble(output);
        } catch (NumberFormatException e) {
            throw new IOException(String.join(" ", command) + " printed no number: " + output, e);
        }
    }
}
