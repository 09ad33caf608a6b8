package dev.pollux.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** What the search looks through: each section of a page, and each type and member of the API. It is read from the pages as they are. */
final class SearchIndex {
    private static final String FILE = "search-index.js";

    private final Path root;
    private final List<Entry> entries = new ArrayList<>();

    SearchIndex(Path root) {
        this.root = root;
    }

    /**
     * A place that a search may find.
     *
     * @param link from the site's root
     * @param title the section, the type or the member
     * @param place the page that it is on, or the package or type that it belongs to
     * @param text what else is looked through
     */
    record Entry(String link, String title, String place, String text) {}

    /** {@return what was found on the pages, which the check of links follows} */
    List<Entry> read(List<Page> pages) throws IOException {
        for (Page page : pages) {
            sections(page);
        }
        Path api = root.resolve("api");
        if (Files.isDirectory(api)) {
            try (Stream<Path> all = Files.walk(api)) {
                all.filter(each -> each.toString().endsWith(".html")).sorted().forEach(this::type);
            }
        }
        return entries;
    }

    /** A script, because a page that was opened as a file may load no other kind of data. */
    void write(Output output) throws IOException {
        StringBuilder script = new StringBuilder("polluxSearch([\n");
        for (Entry each : entries) {
            script.append('[')
                    .append(String.join(
                            ",", quoted(each.link), quoted(each.title), quoted(each.place), quoted(each.text)))
                    .append("],\n");
        }
        output.write(FILE, script.append("]);\n").toString());
    }

    private void sections(Page page) {
        String link = page.path();
        String title = page.title();
        StringBuilder text = new StringBuilder();
        for (Element each : Jsoup.parseBodyFragment(page.html()).body().children()) {
            if (each.tagName().matches("h[23]")) {
                add(link, title, page.title(), text);
                link = page.path() + "#" + each.id();
                each.select(".anchor").remove();
                title = each.text();
            } else if (!each.tagName().equals("h1")) {
                text.append(' ').append(each.text());
            }
        }
        add(link, title, page.title(), text);
    }

    private void add(String link, String title, String place, StringBuilder text) {
        entries.add(new Entry(
                link, title, title.equals(place) ? "" : place, text.toString().strip()));
        text.setLength(0);
    }

    private void type(Path file) {
        Document page;
        try {
            page = Jsoup.parse(file, "UTF-8");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!page.body().hasClass("class-declaration-page")) {
            return;
        }
        String link = root.relativize(file).toString().replace('\\', '/');
        String name = file.getFileName().toString().replaceAll("\\.html$", "");
        String module =
                root.resolve("api").relativize(file.getParent()).toString().replace('\\', '/');
        String place = module.substring(module.indexOf('/') + 1).replace('/', '.');
        Element about = page.selectFirst("section.class-description > div.block");
        entries.add(new Entry(link, name, place, about == null ? "" : about.text()));
        for (Element member : page.select("section.detail[id]")) {
            String title = member.id()
                    .replace("<init>", name)
                    .replaceAll("[\\w.]+\\.(\\w)", "$1"); // types without their packages
            entries.add(new Entry(link + "#" + escaped(member.id()), title, name, ""));
        }
    }

    private static String escaped(String anchor) {
        return anchor.replace("[", "%5B")
                .replace("]", "%5D")
                .replace("<", "%3C")
                .replace(">", "%3E");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\s", " ") + '"';
    }
}
