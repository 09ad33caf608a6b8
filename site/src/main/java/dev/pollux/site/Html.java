package dev.pollux.site;

/** Pieces of HTML. */
final class Html {
    private Html() {}

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** {@return a block of code, which scrolls by itself where it is wider than the page} */
    static String code(String text, String language) {
        return "<pre tabindex=\"0\"><code>" + Highlighter.html(text.stripTrailing(), language) + "</code></pre>\n";
    }
}
