import java.lang.module.ModuleDescriptor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/** The jar that a program has on its path. Its module, its bundle of OSGi and what it says of itself have to agree. */
final class MainJar {
    /** Class files of Java 17, and those of 22 in the binding that needs it. The README says it, too. */
    private static final int BASE_CLASSES = 61;

    private static final int FFM_CLASSES = 66;

    private final Jar jar;
    private final Pom pom;

    MainJar(Jar jar, Pom pom) {
        this.jar = jar;
        this.pom = pom;
    }

    void check() {
        String version = pom.text("version");
        if (!version.equals(jar.attribute("Implementation-Version"))) {
            jar.find("its manifest says version " + jar.attribute("Implementation-Version"));
        }
        String commit = jar.attribute("Git-Commit");
        if (!commit.matches("[0-9a-f]{12}")) {
            jar.find("its manifest says commit " + commit);
        }
        if (pom.text("artifactId").equals("pollux")) {
            checkVersionFile(version, commit);
        }
        byte[] descriptor = jar.bytes("module-info.class");
        if (descriptor == null) {
            jar.find("has no module descriptor");
        } else {
            checkBundle(ModuleDescriptor.read(ByteBuffer.wrap(descriptor)));
        }
        for (String name : jar.names()) {
            checkEntry(name, jar.bytes(name));
        }
    }

    /** What {@code Diagnostics.version()} reads. */
    private void checkVersionFile(String version, String commit) {
        byte[] file = jar.bytes("dev/pollux/internal/text/version.properties");
        String found = file == null ? "nothing" : new String(file, StandardCharsets.UTF_8).strip().replace("\n", ", ");
        if (!found.equals("version=" + version + ", commit=" + commit)) {
            jar.find("what it says of itself is " + found);
        }
    }

    private void checkBundle(ModuleDescriptor module) {
        if (!module.name().equals(jar.attribute("Bundle-SymbolicName"))) {
            jar.find("its bundle of OSGi is called " + jar.attribute("Bundle-SymbolicName") + ", and its module " + module.name());
        }
        if (!jar.attribute("Fragment-Host").isEmpty()) {
            return; // what it exports to the module path is in the host's bundle
        }
        Set<String> exported = new TreeSet<>();
        module.exports().stream().filter(each -> !each.isQualified()).forEach(each -> exported.add(each.source()));
        Set<String> bundled = new TreeSet<>();
        // What stands in quotes may have commas.
        for (String clause : jar.attribute("Export-Package").replaceAll("\"[^\"]*\"", "").split(",")) {
            bundled.add(clause.replaceAll(";.*", "").strip());
        }
        bundled.remove("");
        if (!exported.equals(bundled)) {
            jar.find("its bundle of OSGi exports " + bundled + ", and its module " + exported);
        }
    }

    private void checkEntry(String name, byte[] bytes) {
        if (name.endsWith(".class")) {
            int newest = pom.text("artifactId").equals("pollux-ffm") && !name.equals("module-info.class") ? FFM_CLASSES : BASE_CLASSES;
            int found = bytes.length < 8 ? 0 : ByteBuffer.wrap(bytes).getShort(6);
            if (found == 0 || found > newest) {
                jar.find(name + " is a class file of version " + found + ", promised is " + newest);
            }
        }
        // Only a path of a build is absolute.
        if (name.startsWith("META-INF/native/") && new String(bytes, StandardCharsets.ISO_8859_1).contains("/target/")) {
            jar.find(name + " has a path of the build in it");
        }
    }
}
