package dev.pollux.site;

import java.util.List;
import java.util.Map;

/** What stands around each page: the menu, the table of contents, the foot. */
final class Layout {
    private final Map<String, Page> pages;
    private final String version;

    Layout(Map<String, Page> pages, String version) {
        this.pages = pages;
        this.version = version;
    }

    String frame(Page page) {
        return frame(page, page.path());
    }

    String frame(Page page, String path) {
        String menu = menu(page, path);
        String contents = contents(page);
        String title = page.source().equals("README.md")
                ? "Pollux: the system's event ports for Java"
                : page.title() + " · Pollux";
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%s</title>
                <meta name="description" content="%s">
                <link rel="stylesheet" href="%s">
                </head>
                <body>
                <a class="skip" href="#content">To the content</a>
                <header class="top"><a class="brand" href="%s">Pollux</a> <span class="version">%s</span></header>
                <details class="menu"><summary>Menu</summary><nav aria-label="Pages, small screen">
                %s</nav></details>
                <div class="columns">
                <nav class="side" aria-label="Pages">
                %s</nav>
                <main id="content">
                %s%s</main>
                %s</div>
                <footer>Pollux %s. Apache License 2.0.</footer>
                </body>
                </html>
                """.formatted(
                Html.escape(title),
                Html.escape(page.description()),
                Page.relative(path, "style.css"),
                Page.relative(path, "index.html"),
                Html.escape(version),
                menu,
                menu,
                contents.isEmpty()
                        ? ""
                        : "<details class=\"contents\"><summary>On this page</summary>" + contents + "</details>\n",
                page.html(),
                contents.isEmpty()
                        ? ""
                        : "<nav class=\"toc\" aria-label=\"On this page\"><p>On this page</p>" + contents + "</nav>\n",
                Html.escape(version));
    }

    private String menu(Page page, String path) {
        StringBuilder html = new StringBuilder();
        for (Navigation.Group group : Navigation.groups(pages.values())) {
            html.append("<p>").append(group.title()).append("</p>\n<ul>\n");
            for (Navigation.Entry entry : group.pages()) {
                boolean isApi = entry.source().equals(ApiDocs.INDEX);
                if (isApi || pages.containsKey(entry.source())) {
                    String target = isApi ? ApiDocs.INDEX : Page.path(entry.source());
                    html.append("<li>").append(line(path, target, entry.text()));
                    if (entry.folder() != null && isWithin(page.source(), entry)) {
                        html.append(beneath(path, entry));
                    }
                    html.append("</li>\n");
                }
            }
            html.append("</ul>\n");
        }
        return html.toString();
    }

    private static boolean isWithin(String source, Navigation.Entry entry) {
        return source.equals(entry.source()) || source.startsWith(entry.folder());
    }

    private String beneath(String path, Navigation.Entry entry) {
        List<Page> inner = pages.values().stream()
                .filter(each -> each.source().startsWith(entry.folder())
                        && !each.source().equals(entry.source()))
                .toList();
        StringBuilder html = new StringBuilder(inner.isEmpty() ? "" : "\n<ul>\n");
        for (Page each : inner) {
            html.append("<li>").append(line(path, each.path(), each.title())).append("</li>\n");
        }
        return html.append(inner.isEmpty() ? "" : "</ul>\n").toString();
    }

    private static String line(String path, String target, String text) {
        String current = path.equals(target) ? " aria-current=\"page\"" : "";
        return "<a href=\"" + Page.relative(path, target) + "\"" + current + ">" + Html.escape(text) + "</a>";
    }

    private static String contents(Page page) {
        if (page.headings().size() < 3) {
            return "";
        }
        StringBuilder html = new StringBuilder("<ul>\n");
        for (Page.Heading heading : page.headings()) {
            html.append("<li class=\"h")
                    .append(heading.level())
                    .append("\"><a href=\"#")
                    .append(heading.id())
                    .append("\">")
                    .append(Html.escape(heading.text()))
                    .append("</a></li>\n");
        }
        return html.append("</ul>").toString();
    }
}
