package dev.pollux.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** All pages of the documentation, and what they link to. */
final class Site {
    /** The list of decisions, which is no file of the repository: its folder is. */
    static final String DECISIONS = "docs/decisions/index.md";

    private static final Set<String> AS_THEY_ARE = Set.of("svg", "png", "json");

    private final Path repository;
    private final Output output;
    private final String version;
    private final Map<String, Page> pages = new LinkedHashMap<>();
    private final Set<String> files = new TreeSet<>(); // that pages link to
    private int sources;

    Site(Path repository, Output output, String version) {
        this.repository = repository;
        this.output = output;
        this.version = version;
    }

    void write() throws IOException {
        Markdown markdown = new Markdown(this::link);
        for (String source : sources()) {
            pages.put(source, markdown.page(source, Files.readString(repository.resolve(source))));
        }
        pages.put(DECISIONS, markdown.page(DECISIONS, decisions()));
        Layout layout = new Layout(new Navigation(pages), version);
        for (Page page : pages.values()) {
            output.write(page.path(), layout.frame(page));
        }
        for (String file : files) {
            writeFile(file, layout);
        }
        for (String resource : List.of("style.css", "search.js")) {
            output.write(resource, Resource.text(resource));
        }
    }

    List<Page> pages() {
        return List.copyOf(pages.values());
    }

    int pageCount() {
        return pages.size() + sources;
    }

    private List<String> sources() throws IOException {
        try (Stream<Path> docs = Files.walk(repository.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(
                                            "README.md",
                                            "CONTRIBUTING.md",
                                            "CHANGELOG.md",
                                            "SECURITY.md",
                                            "systems/README.md")
                                    .filter(each -> Files.exists(repository.resolve(each))),
                            docs.filter(each -> each.toString().endsWith(".md"))
                                    .map(this::name)
                                    .sorted())
                    .toList();
        }
    }

    private String name(Path file) {
        return repository.relativize(file).toString().replace('\\', '/');
    }

    private String decisions() {
        StringBuilder list = new StringBuilder("# Decisions\n\nWhy it is as it is, with the figures.\n\n");
        for (Page page : pages.values()) {
            if (page.source().startsWith("docs/decisions/")) {
                String file = page.source().substring("docs/decisions/".length());
                String question = page.description().replaceFirst("^(Question|Decision|Kept)\\W+", "");
                list.append("- [" + page.title() + "](" + file + ")\\\n  " + question + "\n");
            }
        }
        return list.toString();
    }

    /** Where a link of a page leads to in the site. What is no page there becomes a file or a listing. */
    private String link(String from, String to) {
        String[] parts = to.split("#", 2);
        String fragment = parts.length == 2 ? "#" + parts[1] : "";
        if (parts[0].isEmpty()) {
            return fragment;
        }
        Path folder = repository.resolve(from).getParent();
        String target = name(folder.resolve(parts[0]).normalize());
        if (target.equals("docs/decisions")) {
            return Page.relative(Page.path(from), Page.path(DECISIONS));
        }
        if (!target.endsWith(".md")) {
            if (!Files.exists(repository.resolve(target))) {
                return to; // the check of links tells
            }
            files.add(target);
            return Page.relative(Page.path(from), filePath(target)) + fragment;
        }
        return Page.relative(Page.path(from), Page.path(target)) + fragment;
    }

    private static boolean isCopied(String file) {
        return AS_THEY_ARE.contains(file.substring(file.lastIndexOf('.') + 1));
    }

    private static String filePath(String file) {
        return isCopied(file) ? file.replaceFirst("^docs/", "") : "source/" + file + ".html";
    }

    private void writeFile(String file, Layout layout) throws IOException {
        Path path = repository.resolve(file);
        if (isCopied(file)) {
            output.copy(path, filePath(file));
            return;
        }
        sources++;
        String language = file.substring(file.lastIndexOf('.') + 1);
        String text = Files.isDirectory(path) ? listing(path) : Files.readString(path);
        String html = "<h1>" + Html.escape(path.getFileName().toString()) + "</h1>\n<p><code>" + Html.escape(file)
                + "</code></p>\n" + Html.code(text, Files.isDirectory(path) ? "" : language);
        String title = path.getFileName().toString();
        output.write(
                filePath(file),
                layout.frame(new Page(file, title, "A source of Pollux: " + file, html, List.of()), filePath(file)));
    }

    private String listing(Path folder) {
        try (Stream<Path> inner = Files.list(folder)) {
            return String.join(
                    "\n",
                    inner.map(each -> each.getFileName().toString()).sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
