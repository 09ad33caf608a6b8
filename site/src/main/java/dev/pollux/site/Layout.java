package dev.pollux.site;

import java.util.List;

/** What stands around each page: the search, the menu, the trail, the table of contents, the neighbours. */
final class Layout {
    private final Navigation navigation;
    private final String version;

    Layout(Navigation navigation, String version) {
        this.navigation = navigation;
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
        String root = Page.relative(path, "index.html").replace("index.html", "");
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%s</title>
                <meta name="description" content="%s">
                <link rel="stylesheet" href="%sstyle.css">
                <script src="%ssearch.js" defer></script>
                </head>
                <body>
                <a class="skip" href="#content">To the content</a>
                <header class="top"><div>
                <a class="brand" href="%sindex.html">Pollux</a> <span class="version">%s</span>
                <form class="search" role="search" data-root="%s" hidden>
                <input type="search" aria-label="Search the documentation and the API" placeholder="Search ( / )" autocomplete="off"
                spellcheck="false">
                <div class="results" hidden><p role="status"></p><ol></ol></div>
                </form>
                </div></header>
                <details class="menu"><summary>Menu</summary><nav aria-label="Pages, small screen">
                %s</nav></details>
                <div class="columns">
                <nav class="side" aria-label="Pages">
                %s</nav>
                <main id="content">
                %s%s%s%s</main>
                %s</div>
                <footer>Pollux %s. Apache License 2.0.</footer>
                </body>
                </html>
                """.formatted(
                Html.escape(title),
                Html.escape(page.description()),
                root,
                root,
                root,
                Html.escape(version),
                root,
                menu,
                menu,
                trail(page, path),
                contents.isEmpty()
                        ? ""
                        : "<details class=\"contents\"><summary>On this page</summary>" + contents + "</details>\n",
                page.html(),
                neighbours(page, path),
                contents.isEmpty()
                        ? ""
                        : "<nav class=\"toc\" aria-label=\"On this page\"><p>On this page</p>" + contents + "</nav>\n",
                Html.escape(version));
    }

    /** Where a page stands: the group of the menu, and the page above it. The first page needs none. */
    private String trail(Page page, String path) {
        if (path.equals("index.html")) {
            return "";
        }
        String group = "Sources";
        String above = "";
        for (Navigation.Group each : navigation.groups()) {
            for (Navigation.Entry entry : each.pages()) {
                if (entry.source().equals(page.source())) {
                    group = each.title();
                } else if (navigation.isBeneath(page, entry)) {
                    group = each.title();
                    above = " › " + line(path, Page.path(entry.source()), entry.text());
                }
            }
        }
        return "<p class=\"trail\">" + Html.escape(group) + above + "</p>\n";
    }

    private String neighbours(Page page, String path) {
        List<Page> all = navigation.inOrder();
        int at = all.indexOf(page);
        if (at < 0) {
            return ""; // a source
        }
        String before = at == 0 ? "" : neighbour("prev", "Before", path, all.get(at - 1));
        String after = at == all.size() - 1 ? "" : neighbour("next", "Next", path, all.get(at + 1));
        return "<nav class=\"neighbours\" aria-label=\"Neighbours\">" + before + after + "</nav>\n";
    }

    private static String neighbour(String relation, String word, String path, Page to) {
        return "<a rel=\"" + relation + "\" href=\"" + Page.relative(path, to.path()) + "\"><span>" + word + "</span> "
                + Html.escape(to.title()) + "</a>\n";
    }

    private String menu(Page page, String path) {
        StringBuilder html = new StringBuilder();
        for (Navigation.Group group : navigation.groups()) {
            html.append("<p>").append(group.title()).append("</p>\n<ul>\n");
            for (Navigation.Entry entry : group.pages()) {
                String target = entry.source().equals(ApiDocs.INDEX) ? ApiDocs.INDEX : Page.path(entry.source());
                html.append("<li>").append(line(path, target, entry.text()));
                if (page.source().equals(entry.source()) || navigation.isBeneath(page, entry)) {
                    html.append(beneath(path, entry));
                }
                html.append("</li>\n");
            }
            html.append("</ul>\n");
        }
        return html.toString();
    }

    private String beneath(String path, Navigation.Entry entry) {
        List<Page> inner = navigation.beneath(entry);
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
