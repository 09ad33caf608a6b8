package dev.pollux.wine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What the JVM under Wine wrote of its run: the counts, why tests were skipped, and what it is. */
final class Report {
    private final Map<String, String> properties = new TreeMap<>();
    private final Map<String, Integer> skips = new TreeMap<>();
    private int tests;
    private int failed;

    private Report() {}

    static Report read(Path file) throws IOException {
        Report report = new Report();
        if (!Files.exists(file)) {
            throw new BrokenException("no report " + file.getFileName());
        }
        try {
            Document document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
            report.read(document);
            return report;
        } catch (SAXException | ParserConfigurationException failure) {
            throw new IOException(file + ": " + failure.getMessage(), failure);
        }
    }

    private void read(Document document) {
        for (Element property : elements(document.getElementsByTagName("property"))) {
            properties.put(property.getAttribute("name"), property.getAttribute("value"));
        }
        for (Element test : elements(document.getElementsByTagName("testcase"))) {
            tests++;
            if (!elements(test.getElementsByTagName("failure")).isEmpty()
                    || !elements(test.getElementsByTagName("error")).isEmpty()) {
                failed++;
            }
            for (Element skipped : elements(test.getElementsByTagName("skipped"))) {
                skips.merge(Skip.reason(skipped.getTextContent()), 1, Integer::sum);
            }
        }
    }

    private static java.util.List<Element> elements(NodeList nodes) {
        return java.util.stream.IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    String property(String name) {
        return properties.getOrDefault(name, "");
    }

    int skipped() {
        return skips.values().stream().mapToInt(Integer::intValue).sum();
    }

    int ran() {
        return tests - skipped();
    }

    int failed() {
        return failed;
    }

    /** {@return the reasons, each with how many tests it skipped} */
    Map<String, Integer> skips() {
        return skips;
    }
}
