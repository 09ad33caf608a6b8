package dev.pollux.benchmarks.report;

import java.awt.Dimension;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.JFreeChart;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Makes SVG of a chart, an element a line: the same text for the same figures, where the fonts are the same. */
final class Svg {
    private static final String NAMESPACE = "http://www.w3.org/2000/svg";

    /** These are nearly as wide as each other, so a chart that was laid out with one fits the others. */
    private static final String FONTS = "Verdana, 'DejaVu Sans', sans-serif";

    private Svg() {}

    /** @param endAtTheirPlace texts that end where they were drawn, in place of beginning there */
    static String of(JFreeChart chart, int width, int height, String title, Set<String> endAtTheirPlace)
            throws IOException {
        SVGGraphics2D graphics = new SVGGraphics2D(document());
        graphics.setSVGCanvasSize(new Dimension(width, height));
        chart.draw(graphics, new Rectangle2D.Double(0, 0, width, height));
        Element root = graphics.getRoot();
        root.setAttributeNS(null, "viewBox", "0 0 " + width + " " + height);
        root.setAttributeNS(null, "role", "img");
        Element name = root.getOwnerDocument().createElementNS(NAMESPACE, "title");
        name.setTextContent(title);
        root.insertBefore(name, root.getFirstChild());
        NodeList texts = root.getElementsByTagName("text");
        for (int i = 0; i < texts.getLength(); i++) {
            Element text = (Element) texts.item(i);
            if (endAtTheirPlace.contains(text.getTextContent())) {
                text.setAttributeNS(null, "text-anchor", "end");
            }
        }
        return text(root).replace("font-family=\"sans-serif\"", "font-family=\"" + FONTS + "\"");
    }

    private static String text(Element root) throws IOException {
        try {
            Transformer transformer = TransformerFactory.newInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            transformer.setOutputProperty(OutputKeys.INDENT, "yes");
            StringWriter text = new StringWriter();
            transformer.transform(new DOMSource(root), new StreamResult(text));
            return text.toString().replace("\r\n", "\n");
        } catch (TransformerException e) {
            throw new IOException("a chart can't be written: " + e.getMessage(), e);
        }
    }

    private static Document document() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(NAMESPACE, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK's own XML parser can't be had", e);
        }
    }
}
