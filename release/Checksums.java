import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The files beside each file that have its checksums. Maven Central asks for the two older kinds, and takes the others. */
final class Checksums {
    private static final Map<String, String> KINDS =
            new TreeMap<>(Map.of(".md5", "MD5", ".sha1", "SHA-1", ".sha256", "SHA-256", ".sha512", "SHA-512"));

    private Checksums() {}

    static boolean isOne(String name) {
        return KINDS.keySet().stream().anyMatch(name::endsWith);
    }

    static void check(Path file, Consumer<String> find) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        for (Map.Entry<String, String> kind : KINDS.entrySet()) {
            Path checksum = file.resolveSibling(file.getFileName() + kind.getKey());
            if (!Files.exists(checksum)) {
                find.accept("has no " + kind.getKey());
            } else if (!Files.readString(checksum, StandardCharsets.US_ASCII).strip().equals(hex(bytes, kind.getValue()))) {
                find.accept("its " + kind.getKey() + " is of something else");
            }
        }
    }

    static String hex(byte[] bytes, String algorithm) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    }
}
