import java.io.IOException;
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
 * <p>Arguments: the staged repository, the public key that has signed it, the project's folder.
 */
final class Check {
    private final Path staging;
    private final Path project;
    private final List<String> findings = new ArrayList<>();
    private final Map<String, Pom> poms = new LinkedHashMap<>();
    private int fileCount;

    private Check(Path staging, Path project) {
        this.staging = staging;
        this.project = project;
    }

    public static void main(String[] arguments) throws Exception {
        Check check = new Check(Path.of(arguments[0]), Path.of(arguments[2]));
        try (Signatures signatures = new Signatures(Path.of(arguments[1]))) {
            check.all(signatures);
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
            } else if (Checksums.isOne(name)) {
                if (!Files.exists(file.resolveSibling(name.substring(0, name.lastIndexOf('.'))))) {
                    find(file, "there is no file that it belongs to");
                }
            } else if (name.endsWith(".asc")) {
                if (!Files.exists(file.resolveSibling(name.substring(0, name.length() - 4)))) {
                    find(file, "there is no file that it belongs to");
                }
            } else {
                published(file, signatures);
            }
        }
        for (Pom pom : poms.values()) {
            artifact(pom);
        }
        bom();
    }

    private void published(Path file, Signatures signatures) throws Exception {
        Checksums.check(file, finding -> find(file, finding));
        signatures.check(file, finding -> find(file, finding));
        Path version = file.getParent();
        Path artifact = version.getParent();
        String prefix = artifact.getFileName() + "-" + version.getFileName();
        if (!file.getFileName().toString().startsWith(prefix)) {
            find(file, "its name does not begin with " + prefix);
        }
        if (file.toString().endsWith(".pom")) {
            Pom pom = new Pom(file);
            poms.put(pom.text("artifactId"), pom);
            pom.check(finding -> find(file, finding));
            String group = staging.relativize(artifact.getParent()).toString().replace('/', '.');
            expect(file, "groupId", group, pom.text("groupId"));
            expect(file, "artifactId", artifact.getFileName().toString(), pom.text("artifactId"));
            expect(file, "version", version.getFileName().toString(), pom.text("version"));
        } else if (!Files.exists(version.resolve(prefix + ".pom"))) {
            find(file, "there is no " + prefix + ".pom beside it");
        }
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
        requireBillOfMaterials(pom);
        if (!pom.packaging().equals("jar")) {
            return;
        }
        Path main = pom.beside(".jar");
        for (String kind : List.of(".jar", "-sources.jar", "-javadoc.jar")) {
            Path jar = pom.beside(kind);
            if (!Files.exists(jar)) {
                find(jar, "is missing");
            } else {
                Jar opened = new Jar(jar);
                opened.requireLicence(project.resolve("LICENSE"), finding -> find(jar, finding));
                opened.check(kind, main, version, finding -> find(jar, finding));
            }
        }
        if (pom.text("artifactId").equals("pollux-jni") && Files.exists(main)) {
            new Natives(new Jar(main)).check(finding -> find(main, finding));
        }
    }

    private void requireBillOfMaterials(Pom pom) throws IOException {
        Path json = pom.beside("-cyclonedx.json");
        if (!Files.exists(json)) {
            find(json, "is missing");
            return;
        }
        String text = Files.readString(json);
        String purl = "pkg:maven/" + pom.text("groupId") + "/" + pom.text("artifactId") + "@" + pom.text("version") + "?";
        if (!text.contains("\"CycloneDX\"") || !text.contains(purl)) {
            find(json, "is no bill of materials of " + purl);
        }
        for (Pom dependency : pom.dependencies()) {
            String name = "pkg:maven/" + dependency.text("groupId") + "/" + dependency.text("artifactId") + "@";
            if (!text.contains(name)) {
                find(json, "does not list " + name);
            }
        }
    }

    /** The BOM lists each jar that is released, and nothing else. */
    private void bom() {
        Pom bom = poms.get("pollux-bom");
        if (bom == null) {
            findings.add("there is no pollux-bom");
            return;
        }
        TreeSet<String> released = new TreeSet<>();
        poms.values().stream().filter(pom -> pom.packaging().equals("jar")).forEach(pom -> released.add(pom.coordinates()));
        TreeSet<String> listed = new TreeSet<>();
        bom.managed().forEach(dependency -> listed.add(dependency.coordinates()));
        if (!released.equals(listed)) {
            find(bom.file, "lists " + listed + ", and released are " + released);
        }
    }
}
