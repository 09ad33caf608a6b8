import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Asks gpg whether each file's signature is that of one key. The key is put into a folder of its own for that. */
final class Signatures implements AutoCloseable {
    private final Path home;

    Signatures(Path key) throws Exception {
        home = Files.createTempDirectory("pollux-gpg");
        if (!gpg("--import", key.toString()).isEmpty()) {
            throw new IOException("gpg can't import the key " + key);
        }
    }

    void check(Path file, Consumer<String> find) throws Exception {
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
    private String gpg(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("gpg", "--batch", "--quiet", "--homedir", home.toString()));
        command.addAll(List.of(arguments));
        Process gpg = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(gpg.getInputStream().readAllBytes());
        return gpg.waitFor() == 0 ? "" : said.strip().replace("\n", " ");
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
