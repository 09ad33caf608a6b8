package dev.pollux.wine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What JUnit wrote of a run, in the JVM under Wine: the tests, and what that JVM is. */
final class Report {
    private final Map<String, String> properties = new TreeMap<>();
    private final Map<String, Integer> skips = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();
    private final Map<String, Double> seconds = new TreeMap<>(); // by class
    private int tests;

    private Report() {}

    static Report read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new BrokenException("the JVM ended without a report");
        }
        try {
            Report report = new Report();
            report.read(DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile())
                    .getDocumentElement());
            return report;
        } catch (SAXException | ParserConfigurationException failure) {
            throw new BrokenException(file + " can't be read: " + failure.getMessage());
        }
    }

    private void read(Element suite) {
        for (Element property : elements(suite, "property")) {
            properties.put(property.getAttribute("name"), property.getAttribute("value"));
        }
        for (Element test : elements(suite, "testcase")) {
            tests++;
            seconds.merge(
                    test.getAttribute("classname").replaceFirst(".*\\.", ""),
                    Double.parseDouble(test.getAttribute("time").replace(",", "")),
                    Double::sum);
            for (Element skipped : elements(test, "skipped")) {
                skips.merge(Skip.reason(skipped.getTextContent()), 1, Integer::sum);
            }
            for (String kind : List.of("failure", "error")) {
                for (Element failure : elements(test, kind)) {
                    failures.add(test.getAttribute("classname") + "#" + test.getAttribute("name") + ": "
                            + failure.getAttribute("type") + ": " + failure.getAttribute("message"));
                }
            }
        }
    }

    private static List<Element> elements(Element in, String name) {
        NodeList nodes = in.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    /** {@return a system property of that JVM} */
    String property(String name) {
        return properties.getOrDefault(name, "");
    }

    int skipped() {
        return skips.values().stream().mapToInt(Integer::intValue).sum();
    }

    int ran() {
        return tests - skipped();
    }

    /** {@return the reasons, each with how many tests it skipped} */
    Map<String, Integer> skips() {
        return skips;
    }

    /** {@return the classes that took longest, with their seconds} */
    String slowest(int count) {
        return seconds.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(count)
                .map(each -> each.getKey() + " " + Math.round(each.getValue()) + " s")
                .collect(Collectors.joining(", "));
    }

    /** {@return a line for each test that failed} */
    List<String> failures() {
        return failures;
    }
}
