import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Asks gpg whether each file's signature is that of one key. The key is put into a folder of its own for that. */
final class Signatures implements AutoCloseable {
    private final Path home;

    private Signatures(Path home) {
        this.home = home;
    }

    static Signatures of(Path key) throws IOException, InterruptedException {
        Signatures signatures = new Signatures(Files.createTempDirectory("pollux-gpg"));
        String refusal = signatures.gpg("--import", key.toString());
        if (!refusal.isEmpty()) {
            signatures.close();
            throw new IOException("gpg can't import the key " + key + ": " + refusal);
        }
        return signatures;
    }

    void check(Path file, Consumer<String> find) throws IOException, InterruptedException {
        Path signature = file.resolveSibling(file.getFileName() + ".asc");
        if (!Files.exists(signature)) {
            find.accept("has no signature");
            return;
        }
        String refusal = gpg("--verify", signature.toString(), file.toString());
        if (!refusal.isEmpty()) {
            find.accept("its signature is not that of the key: " + refusal);
        }
    }

    /** {@return what it says if it fails, in a line, or an empty string} */
    private String gpg(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("gpg", "--batch", "--quiet", "--no-auto-check-trustdb", "--homedir", home.toString()));
        command.addAll(List.of(arguments));
        Process gpg = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(gpg.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = gpg.waitFor();
        return status == 0 ? "" : "status " + status + ", " + said.strip().replace("\n", " ");
    }

    @Override
    public void close() throws IOException {
        // Newer versions leave a process with a socket there.
        new ProcessBuilder("gpgconf", "--homedir", home.toString(), "--kill", "all")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .onExit()
                .join();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException e) {
            throw new IOException("can't remove " + home, e);
        }
    }
}
