import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** What an artifact is made of and needs, in the form of CycloneDX, as JSON or as XML. */
final class BillOfMaterials {
    private BillOfMaterials() {}

    static void check(Path file, Pom pom, Consumer<String> find) throws IOException {
        if (!Files.exists(file)) {
            find.accept("is missing");
            return;
        }
        String text = Files.readString(file);
        String itself = purl(pom) + "?";
        if (!text.contains("\"CycloneDX\"") && !text.contains("http://cyclonedx.org/schema/bom/") || !text.contains(itself)) {
            find.accept("is no bill of materials of " + itself);
        }
        for (Pom dependency : pom.dependencies()) {
            if (!text.contains(purl(dependency) + "?")) {
                find.accept("does not list " + purl(dependency));
            }
        }
    }

    private static String purl(Pom pom) {
        return "pkg:maven/" + pom.text("groupId") + "/" + pom.text("artifactId") + "@" + pom.text("version");
    }
}
