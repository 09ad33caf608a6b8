import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** A staged jar, and what each kind of jar has in it. */
final class Jar {
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final Manifest manifest;

    Jar(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            manifest = jar.getManifest();
            for (var entry : java.util.Collections.list(jar.entries())) {
                if (!entry.isDirectory()) {
                    try (var in = jar.getInputStream(entry)) {
                        entries.put(entry.getName(), in.readAllBytes());
                    }
                }
            }
        }
    }

    /** {@return the entry's bytes, or null} */
    byte[] bytes(String entry) {
        return entries.get(entry);
    }

    Iterable<String> names() {
        return entries.keySet();
    }

    void requireLicence(Path licence, Consumer<String> find) throws IOException {
        if (!Arrays.equals(Files.readAllBytes(licence), bytes("META-INF/LICENSE"))) {
            find.accept("has not the LICENSE of the project in META-INF");
        }
    }

    void check(String kind, Path main, String version, Consumer<String> find) throws IOException {
        switch (kind) {
            case ".jar" -> checkMain(version, find);
            case "-sources.jar" -> checkSources(main, find);
            case "-javadoc.jar" -> {
                if (bytes("index.html") == null) {
                    find.accept("has no index.html");
                }
            }
            default -> throw new IllegalArgumentException(kind);
        }
    }

    private void checkMain(String version, Consumer<String> find) {
        var attributes = manifest.getMainAttributes();
        if (bytes("module-info.class") == null && attributes.getValue("Automatic-Module-Name") == null) {
            find.accept("has neither a module descriptor nor an Automatic-Module-Name");
        }
        if (!version.equals(attributes.getValue("Implementation-Version"))) {
            find.accept("its manifest says version " + attributes.getValue("Implementation-Version"));
        }
        if (attributes.getValue("Bundle-SymbolicName") == null || attributes.getValue("Bundle-Version") == null) {
            find.accept("its manifest is none of a bundle of OSGi");
        }
        String commit = String.valueOf(attributes.getValue("Git-Commit"));
        if (!commit.matches("[0-9a-f]{12}")) {
            find.accept("its manifest says commit " + commit);
        }
        for (String name : names()) {
            // Only a path of a build is absolute.
            if (name.startsWith("META-INF/native/") && new String(bytes(name), java.nio.charset.StandardCharsets.ISO_8859_1).contains("/target/")) {
                find.accept(name + " has a path of the build in it");
            }
        }
    }

    private void checkSources(Path main, Consumer<String> find) throws IOException {
        if (!Files.exists(main)) {
            return;
        }
        for (String name : new Jar(main).names()) {
            String source = name.replace(".class", ".java");
            if (name.endsWith(".class") && !name.contains("$") && bytes(source) == null) {
                find.accept("has no " + source);
            }
        }
    }
}
