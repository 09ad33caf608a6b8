import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** A staged jar: its entries, its manifest, and what is asked of more than one kind of jar. */
final class Jar {
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final Consumer<String> find;
    private Manifest manifest = new Manifest();

    private Jar(Consumer<String> find) {
        this.find = find;
    }

    /** {@return the jar, or null if there is none that can be read, which is a finding} */
    static Jar of(Path file, Consumer<String> find) {
        if (!Files.exists(file)) {
            find.accept("is missing");
            return null;
        }
        Jar jar = new Jar(find);
        try (JarFile opened = new JarFile(file.toFile())) {
            for (JarEntry entry : Collections.list(opened.entries())) {
                if (!entry.isDirectory()) {
                    try (var in = opened.getInputStream(entry)) {
                        jar.entries.put(entry.getName(), in.readAllBytes());
                    }
                }
            }
            if (opened.getManifest() == null) {
                find.accept("has no manifest");
            } else {
                jar.manifest = opened.getManifest();
            }
            return jar;
        } catch (IOException e) {
            find.accept("is no jar that can be read: " + e.getMessage());
            return null;
        }
    }

    void find(String finding) {
        find.accept(finding);
    }

    /** {@return the entry's bytes, or null} */
    byte[] bytes(String entry) {
        return entries.get(entry);
    }

    Iterable<String> names() {
        return entries.keySet();
    }

    /** {@return what the manifest says, or an empty string} */
    String attribute(String name) {
        String value = manifest.getMainAttributes().getValue(name);
        return value == null ? "" : value;
    }

    void requireLicence(Path licence) throws IOException {
        if (!Arrays.equals(Files.readAllBytes(licence), bytes("META-INF/LICENSE"))) {
            find("has not the LICENSE of the project in META-INF");
        }
    }

    void requireSourcesOf(Jar main) {
        for (String name : main.names()) {
            String source = name.replace(".class", ".java");
            if (name.endsWith(".class") && !name.contains("$") && bytes(source) == null) {
                find("has no " + source);
            }
        }
    }
}
