import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Judges a staged repository by Maven Central's rules, and by those of this project. {@code release/check} runs it. It prints each
 * finding in a line, then their number, and fails if there is one.
 *
 * <p>Arguments: the staged repository, the public key that has signed it, the project's folder. With an empty name in place of the key
 * the repository has only poms, and only they are judged.
 */
final class Check {
    /** What an artifact has, by the end of its name. Who adds one has to say here what it must be. */
    private static final List<String> KINDS =
            List.of(".pom", ".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json", "-cyclonedx.xml");

    private final Path staging;
    private final Path project;
    private final boolean onlyPoms;
    private final List<String> findings = new ArrayList<>();
    private final Map<Path, Pom> poms = new LinkedHashMap<>();
    private final TreeSet<String> commits = new TreeSet<>();
    private int fileCount;

    private Check(Path staging, Path project, boolean onlyPoms) {
        this.staging = staging;
        this.project = project;
        this.onlyPoms = onlyPoms;
    }

    public static void main(String[] arguments) throws Exception {
        Check check = new Check(Path.of(arguments[0]).toAbsolutePath(), Path.of(arguments[2]), arguments[1].isEmpty());
        if (check.onlyPoms) {
            check.all(null);
        } else {
            try (Signatures signatures = Signatures.of(Path.of(arguments[1]))) {
                check.all(signatures);
            }
        }
        check.findings.forEach(finding -> System.out.println("finding: " + finding));
        System.out.println(check.poms.size() + " artifacts, " + check.fileCount + " files, " + check.findings.size() + " findings");
        System.exit(check.findings.isEmpty() ? 0 : 1);
    }

    private void find(Path file, String finding) {
        findings.add(staging.relativize(file) + ": " + finding);
    }

    private void all(Signatures signatures) throws Exception {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(staging)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        fileCount = files.size();
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.startsWith("maven-metadata")) {
                find(file, "is a repository's own file, and none of a release");
            } else if (Checksums.isOne(name) || name.endsWith(".asc")) {
                if (!Files.exists(file.resolveSibling(name.substring(0, name.lastIndexOf('.'))))) {
                    find(file, "there is no file that it belongs to");
                }
            } else if (staging.relativize(file).getNameCount() < 4) {
                find(file, "is not in a folder GROUP/ARTIFACT/VERSION");
            } else {
                published(file, signatures);
            }
        }
        for (Pom pom : poms.values()) {
            artifact(pom);
        }
        together();
    }

    private void published(Path file, Signatures signatures) throws Exception {
        if (signatures != null) {
            Checksums.check(file, finding -> find(file, finding));
            signatures.check(file, finding -> find(file, finding));
        }
        Path version = file.getParent();
        Path artifact = version.getParent();
        String prefix = artifact.getFileName() + "-" + version.getFileName();
        String name = file.getFileName().toString();
        if (!name.startsWith(prefix)) {
            find(file, "its name does not begin with " + prefix);
        } else if (!KINDS.contains(name.substring(prefix.length()))) {
            find(file, "is nothing that a release has");
        }
        if (!name.endsWith(".pom")) {
            if (!Files.exists(version.resolve(prefix + ".pom"))) {
                find(file, "there is no " + prefix + ".pom beside it");
            }
            return;
        }
        Pom pom = Pom.of(file, finding -> find(file, finding));
        if (pom == null) {
            return;
        }
        poms.put(file, pom);
        pom.check(finding -> find(file, finding));
        String group = staging.relativize(artifact.getParent()).toString().replace('/', '.');
        expect(file, "groupId", group, pom.text("groupId"));
        expect(file, "artifactId", artifact.getFileName().toString(), pom.text("artifactId"));
        expect(file, "version", version.getFileName().toString(), pom.text("version"));
    }

    private void expect(Path file, String what, String expected, String found) {
        if (!expected.equals(found)) {
            find(file, what + " is " + found + ", its path says " + expected);
        }
    }

    /** What belongs to a pom: jars and the bill of materials. */
    private void artifact(Pom pom) throws Exception {
        String version = pom.text("version");
        pom.dependencies().forEach(dependency -> {
            if (dependency.text("groupId").equals(pom.text("groupId")) && !dependency.text("version").equals(version)) {
                find(pom.file, "needs " + dependency.text("artifactId") + " " + dependency.text("version") + ", and is " + version);
            }
        });
        if (pom.text("artifactId").equals("pollux") && !pom.dependencies().isEmpty()) {
            find(pom.file, "the library has a required dependency");
        }
        if (!pom.packaging().equals("jar") && !pom.text("artifactId").equals("pollux-bom")) {
            find(pom.file, "is neither a jar's nor the BOM");
        }
        if (onlyPoms) {
            return;
        }
        for (String kind : List.of("-cyclonedx.json", "-cyclonedx.xml")) {
            Path bill = pom.beside(kind);
            BillOfMaterials.check(bill, pom, finding -> find(bill, finding));
        }
        if (pom.packaging().equals("jar")) {
            jars(pom);
        }
    }

    private void jars(Pom pom) throws Exception {
        Jar main = jar(pom, ".jar");
        Jar sources = jar(pom, "-sources.jar");
        Jar javadoc = jar(pom, "-javadoc.jar");
        if (main != null) {
            new MainJar(main, pom).check();
            commits.add(main.attribute("Git-Commit"));
            if (pom.text("artifactId").equals("pollux-jni")) {
                new Natives(main).check();
            }
        }
        if (main != null && sources != null) {
            sources.requireSourcesOf(main);
        }
        if (javadoc != null && javadoc.bytes("index.html") == null) {
            javadoc.find("has no index.html");
        }
    }

    /** {@return the jar, or null if it is missing or damaged, which is a finding then} */
    private Jar jar(Pom pom, String kind) throws Exception {
        Path file = pom.beside(kind);
        Jar jar = Jar.of(file, finding -> find(file, finding));
        if (jar != null) {
            jar.requireLicence(project.resolve("LICENSE"));
        }
        return jar;
    }

    /** One version, of one commit. The BOM lists each jar that is released, and nothing else. */
    private void together() {
        TreeSet<String> versions = new TreeSet<>();
        poms.values().forEach(pom -> versions.add(pom.text("version")));
        if (versions.size() > 1) {
            findings.add("there is more than one version: " + versions);
        }
        if (commits.size() > 1) {
            findings.add("the jars are of more than one commit: " + commits);
        }
        Pom bom = null;
        TreeSet<String> released = new TreeSet<>();
        for (Pom pom : poms.values()) {
            if (pom.text("artifactId").equals("pollux-bom")) {
                bom = pom;
            } else {
                released.add(pom.coordinates());
            }
        }
        if (bom == null) {
            findings.add("there is no pollux-bom");
            return;
        }
        TreeSet<String> listed = new TreeSet<>();
        bom.managed().forEach(dependency -> listed.add(dependency.coordinates()));
        if (!released.equals(listed)) {
            find(bom.file, "lists " + listed + ", and released are " + released);
        }
    }
}
