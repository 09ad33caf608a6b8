import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** A staged pom, and what Maven Central asks of one. */
final class Pom {
    final Path file;
    private final Element root;

    private Pom(Path file, Element root) {
        this.file = file;
        this.root = root;
    }

    /** {@return the pom, or null if it is no XML, which is a finding} */
    static Pom of(Path file, Consumer<String> find) throws IOException, ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        DocumentBuilder builder = factory.newDocumentBuilder();
        builder.setErrorHandler(new DefaultHandler()); // the default one prints what the exception says, too
        try {
            return new Pom(file, builder.parse(file.toFile()).getDocumentElement());
        } catch (SAXException e) {
            find.accept("can't be read: " + e.getMessage());
            return null;
        }
    }

    /** {@return the text of the element at the path, or an empty string} */
    String text(String... path) {
        List<Element> found = elements(path);
        return found.isEmpty() ? "" : found.get(0).getTextContent().strip();
    }

    String packaging() {
        String packaging = text("packaging");
        return packaging.isEmpty() ? "jar" : packaging;
    }

    String coordinates() {
        return text("groupId") + ":" + text("artifactId") + ":" + text("version");
    }

    Path beside(String suffix) {
        return file.resolveSibling(text("artifactId") + "-" + text("version") + suffix);
    }

    List<Pom> dependencies() {
        return elements("dependencies", "dependency").stream().map(element -> new Pom(file, element)).toList();
    }

    List<Pom> managed() {
        return elements("dependencyManagement", "dependencies", "dependency").stream()
                .map(element -> new Pom(file, element))
                .toList();
    }

    void check(Consumer<String> find) {
        for (String name : List.of("groupId", "artifactId", "version", "name", "description", "url")) {
            require(find, name);
        }
        require(find, "licenses", "license", "name");
        require(find, "licenses", "license", "url");
        require(find, "developers", "developer", "name");
        require(find, "developers", "developer", "organization");
        require(find, "developers", "developer", "organizationUrl");
        require(find, "scm", "connection");
        require(find, "scm", "developerConnection");
        require(find, "scm", "url");
        for (String name : List.of("repositories", "pluginRepositories", "distributionManagement", "parent", "build", "profiles", "modules")) {
            if (!elements(name).isEmpty()) {
                find.accept("has " + name);
            }
        }
        if (root.getTextContent().contains("SNAPSHOT")) {
            find.accept("names a SNAPSHOT");
        }
        if (root.getTextContent().contains("${")) {
            find.accept("has a property that is not replaced");
        }
        for (Pom dependency : dependencies()) {
            String scope = dependency.text("scope");
            if (!scope.isEmpty() && !scope.equals("compile") && !scope.equals("runtime")) {
                find.accept("has a dependency of scope " + scope + ": " + dependency.coordinates());
            }
            if (dependency.text("version").isEmpty()) {
                find.accept("has a dependency without a version: " + dependency.coordinates());
            }
        }
    }

    private void require(Consumer<String> find, String... path) {
        if (text(path).isEmpty()) {
            find.accept("has no " + String.join("/", path));
        }
    }

    private List<Element> elements(String... path) {
        List<Element> level = List.of(root);
        for (String name : path) {
            List<Element> next = new ArrayList<>();
            for (Element element : level) {
                for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
                    if (child instanceof Element found && found.getTagName().equals(name)) {
                        next.add(found);
                    }
                }
            }
            level = next;
        }
        return level;
    }
}
