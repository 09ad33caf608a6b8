import java.io.File;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Reads a report of japicmp, and prints a line for each change that docs/compatibility.md has a rule for: {@code breaks:} what makes a
 * program no longer compile or link, {@code adds:} what is new. {@code release/api} runs it.
 *
 * <p>Argument: the report, as XML.
 */
final class ApiReport {
    /** Only programs that implement an interface of Pollux see these, and they are promised nothing. */
    private static final Set<String> NOT_COVERED = Set.of(
            "METHOD_ADDED_TO_INTERFACE",
            "METHOD_ABSTRACT_ADDED_IN_SUPERCLASS",
            "METHOD_ABSTRACT_ADDED_IN_IMPLEMENTED_INTERFACE",
            "METHOD_DEFAULT_ADDED_IN_IMPLEMENTED_INTERFACE");

    private final TreeSet<String> lines = new TreeSet<>();

    public static void main(String[] arguments) throws Exception {
        Element root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new File(arguments[0]))
                .getDocumentElement();
        if (!root.getTagName().equals("japicmp")) {
            throw new IllegalArgumentException("no report of japicmp: " + arguments[0]);
        }
        ApiReport report = new ApiReport();
        report.breaks(root);
        for (String kind : new String[] {"class", "method", "constructor", "field"}) {
            report.additions(root.getElementsByTagName(kind));
        }
        report.lines.forEach(System.out::println);
    }

    private void breaks(Element root) {
        NodeList changes = root.getElementsByTagName("compatibilityChange");
        for (int i = 0; i < changes.getLength(); i++) {
            Element change = (Element) changes.item(i);
            boolean compatible = change.getAttribute("binaryCompatible").equals("true")
                    && change.getAttribute("sourceCompatible").equals("true");
            if (!compatible && !NOT_COVERED.contains(change.getAttribute("type"))) {
                lines.add("breaks: " + where(change) + " " + change.getAttribute("type"));
            }
        }
    }

    private void additions(NodeList elements) {
        for (int i = 0; i < elements.getLength(); i++) {
            Element element = (Element) elements.item(i);
            if (element.getAttribute("changeStatus").equals("NEW")) {
                lines.add("adds: " + where(element));
            }
        }
    }

    /** {@return the class, and the member within it, that an element of the report is about} */
    private static String where(Element about) {
        String member = "";
        for (Node node = about; node instanceof Element element; node = node.getParentNode()) {
            if (element.getTagName().equals("class")) {
                return element.getAttribute("fullyQualifiedName") + member;
            }
            boolean named = !element.getAttribute("name").isEmpty();
            if (member.isEmpty() && named && Set.of("method", "constructor", "field").contains(element.getTagName())) {
                member = "." + element.getAttribute("name") + (element.getTagName().equals("field") ? "" : parameters(element));
            }
        }
        return "?" + member;
    }

    private static String parameters(Element method) {
        StringBuilder types = new StringBuilder();
        NodeList parameters = method.getElementsByTagName("parameter");
        for (int i = 0; i < parameters.getLength(); i++) {
            types.append(i == 0 ? "" : ", ").append(((Element) parameters.item(i)).getAttribute("type"));
        }
        return "(" + types + ")";
    }
}
