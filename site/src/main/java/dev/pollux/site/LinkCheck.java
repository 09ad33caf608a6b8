package dev.pollux.site;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** That each link within the site leads to a page and an anchor, and that no page fetches anything from elsewhere. */
final class LinkCheck {
    private final Path root;
    private final List<String> found;
    private final Map<Path, Set<String>> anchors = new HashMap<>();
    private final List<String> broken = new ArrayList<>();
    private int links;

    /** @param found the links of the search, from the root */
    LinkCheck(Path root, List<String> found) {
        this.root = root;
        this.found = found;
    }

    int linkCount() {
        return links;
    }

    /** {@return a line for each link that leads nowhere} */
    List<String> broken() throws IOException {
        List<Path> pages;
        try (Stream<Path> all = Files.walk(root)) {
            pages = all.filter(each -> each.toString().endsWith(".html"))
                    .sorted()
                    .toList();
        }
        Map<Path, List<Element>> referring = new HashMap<>();
        for (Path page : pages) {
            Document document = Jsoup.parse(page, "UTF-8");
            Set<String> ids = new HashSet<>();
            document.select("[id]").forEach(each -> {
                if (!ids.add(each.id())) {
                    broken.add(root.relativize(page) + ": two elements have the id " + each.id());
                }
            });
            document.select("a[name]").forEach(each -> ids.add(each.attr("name")));
            anchors.put(page, ids);
            referring.put(page, document.select("a[href], link[href], img[src], script[src]"));
        }
        for (Path page : pages) {
            for (Element each : referring.get(page)) {
                check(page, each, each.hasAttr("href") ? each.attr("href") : each.attr("src"));
            }
        }
        for (String each : found) {
            check(root.resolve("search-index.js"), new Element("a"), each);
        }
        return broken;
    }

    private void check(Path page, Element element, String link) {
        if (link.matches("[a-z]+:.*")) {
            if (!element.normalName().equals("a")) {
                broken.add(root.relativize(page) + ": fetches " + link);
            }
            return;
        }
        links++;
        URI uri = URI.create(link.replace(" ", "%20").replace("<", "%3C").replace(">", "%3E"));
        Path target = uri.getPath().isEmpty()
                ? page
                : page.resolveSibling(uri.getPath()).normalize();
        String fragment =
                uri.getRawFragment() == null ? "" : URLDecoder.decode(uri.getRawFragment(), StandardCharsets.UTF_8);
        if (!Files.isRegularFile(target)) {
            broken.add(root.relativize(page) + ": no page " + link);
        } else if (!fragment.isEmpty()
                && anchors.containsKey(target)
                && !anchors.get(target).contains(fragment)) {
            broken.add(root.relativize(page) + ": no anchor " + link);
        }
    }
}
