import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** The libraries in the jar of the jni binding: all of them, each with its checksums, and none that needs a newer glibc. */
final class Natives {
    private static final Map<String, String> LIBRARIES = Map.of(
            "linux-x86_64", "libpollux_jni.so",
            "linux-aarch64", "libpollux_jni.so",
            "windows-x86_64", "pollux_jni.dll",
            "windows-aarch64", "pollux_jni.dll");

    /** The README says it, too. */
    private static final Map<String, Integer> GLIBC_MINOR = Map.of("linux-x86_64", 14, "linux-aarch64", 17);

    private static final Pattern GLIBC = Pattern.compile("GLIBC_2\\.(\\d+)");

    private final Jar jar;

    Natives(Jar jar) {
        this.jar = jar;
    }

    void check(Consumer<String> find) throws Exception {
        for (Map.Entry<String, String> library : LIBRARIES.entrySet()) {
            String folder = "META-INF/native/" + library.getKey() + "/";
            byte[] bytes = jar.bytes(folder + library.getValue());
            if (bytes == null) {
                find.accept("has no library for " + library.getKey());
                continue;
            }
            expect(find, folder + library.getValue() + ".sha256", Checksums.hex(bytes, "SHA-256") + "  " + library.getValue());
            CRC32C crc = new CRC32C();
            crc.update(bytes);
            expect(find, folder + library.getValue() + ".crc32c", String.format("%08x", crc.getValue()));
            Integer floor = GLIBC_MINOR.get(library.getKey());
            int needed = newestGlibc(bytes);
            if (floor != null && needed > floor) {
                find.accept("the library for " + library.getKey() + " needs glibc 2." + needed + ", promised is 2." + floor);
            }
        }
        for (String name : jar.names()) {
            if (name.endsWith("/LEFT_OUT")) {
                find.accept(name + ": " + new String(jar.bytes(name), StandardCharsets.UTF_8).strip());
            }
        }
    }

    private void expect(Consumer<String> find, String entry, String text) {
        byte[] found = jar.bytes(entry);
        if (found == null) {
            find.accept("has no " + entry);
        } else if (!new String(found, StandardCharsets.US_ASCII).strip().equals(text)) {
            find.accept(entry + " is of something else");
        }
    }

    /** The names of the symbol versions stand in the file's table of strings. */
    private static int newestGlibc(byte[] library) {
        Matcher versions = GLIBC.matcher(new String(library, StandardCharsets.ISO_8859_1));
        int newest = 0;
        while (versions.find()) {
            newest = Math.max(newest, Integer.parseInt(versions.group(1)));
        }
        return newest;
    }
}
