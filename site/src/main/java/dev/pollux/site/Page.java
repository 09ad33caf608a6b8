package dev.pollux.site;

import java.util.List;

/**
 * A page before its frame.
 *
 * @param source its path in the repository
 * @param title its first heading, as text
 * @param description its first sentences, as text
 * @param html its content
 * @param headings what its table of contents has
 */
record Page(String source, String title, String description, String html, List<Heading> headings) {

    /**
     * A heading of the second or third level.
     *
     * @param level 2 or 3
     * @param id its anchor
     * @param text what it says
     */
    record Heading(int level, String id, String text) {}

    /** {@return where a page of the repository stands in the site} */
    static String path(String source) {
        if (source.equals("README.md")) {
            return "index.html";
        }
        String name = source.startsWith("docs/") ? source.substring("docs/".length()) : source;
        return (name.equals(name.toUpperCase(java.util.Locale.ROOT).replace(".MD", ".md"))
                        ? name.toLowerCase(java.util.Locale.ROOT)
                        : name)
                .replaceAll("\\.md$", ".html");
    }

    String path() {
        return path(source);
    }

    /** {@return the way from one place of the site to another} */
    static String relative(String from, String to) {
        java.nio.file.Path folder = java.nio.file.Path.of("/" + from).getParent();
        return folder.relativize(java.nio.file.Path.of("/" + to)).toString().replace('\\', '/');
    }
}
