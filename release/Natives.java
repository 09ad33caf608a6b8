import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** The libraries in the jar of the jni binding: all of them, each with its checksums, and none that needs a newer glibc. */
final class Natives {
    private static final int ELF_X86_64 = 62;
    private static final int ELF_AARCH64 = 183;
    private static final int PE_X86_64 = 0x8664;
    private static final int PE_AARCH64 = 0xAA64;

    /** The README has the versions of glibc, too. */
    private static final List<Library> LIBRARIES = List.of(
            new Library("linux-x86_64", "libpollux_jni.so", ELF_X86_64, 14),
            new Library("linux-aarch64", "libpollux_jni.so", ELF_AARCH64, 17),
            new Library("windows-x86_64", "pollux_jni.dll", PE_X86_64, 0),
            new Library("windows-aarch64", "pollux_jni.dll", PE_AARCH64, 0));

    private static final Pattern GLIBC = Pattern.compile("GLIBC_2\\.(\\d+)");

    private record Library(String target, String file, int machine, int glibcMinor) {
        String entry() {
            return "META-INF/native/" + target + "/" + file;
        }
    }

    private final Jar jar;

    Natives(Jar jar) {
        this.jar = jar;
    }

    void check() throws Exception {
        for (Library library : LIBRARIES) {
            byte[] bytes = jar.bytes(library.entry());
            if (bytes == null) {
                jar.find("has no library for " + library.target());
            } else {
                check(library, bytes);
            }
        }
        for (String name : jar.names()) {
            if (name.endsWith("/LEFT_OUT")) {
                jar.find(name + ": " + new String(jar.bytes(name), StandardCharsets.UTF_8).strip());
            }
        }
    }

    private void check(Library library, byte[] bytes) throws Exception {
        expect(library.entry() + ".sha256", Checksums.hex(bytes, "SHA-256") + "  " + library.file());
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        expect(library.entry() + ".crc32c", String.format("%08x", crc.getValue()));
        if (machine(bytes) != library.machine()) {
            jar.find("what it has for " + library.target() + " is no library for that");
        }
        int needed = newestGlibc(bytes);
        if (needed > library.glibcMinor()) {
            jar.find("the library for " + library.target() + " needs glibc 2." + needed + ", promised is 2." + library.glibcMinor());
        }
    }

    private void expect(String entry, String text) {
        byte[] found = jar.bytes(entry);
        if (found == null) {
            jar.find("has no " + entry);
        } else if (!new String(found, StandardCharsets.US_ASCII).strip().equals(text)) {
            jar.find(entry + " is of something else");
        }
    }

    /** {@return which processor it is for, by the header of ELF or PE, or -1 if it has neither} */
    private static int machine(byte[] library) {
        ByteBuffer bytes = ByteBuffer.wrap(library).order(ByteOrder.LITTLE_ENDIAN);
        if (library.length >= 64 && bytes.getInt(0) == 0x464c457f) {
            return Short.toUnsignedInt(bytes.getShort(18));
        }
        if (library.length >= 64 && bytes.getShort(0) == 0x5a4d) {
            int header = bytes.getInt(60);
            if (header >= 0 && header <= library.length - 6 && bytes.getInt(header) == 0x4550) {
                return Short.toUnsignedInt(bytes.getShort(header + 4));
            }
        }
        return -1;
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
