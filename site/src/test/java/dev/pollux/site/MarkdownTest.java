package dev.pollux.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a page becomes. */
class MarkdownTest {
    private static Page page(String text) {
        return new Markdown((from, to) -> from + ">" + to).page("docs/a.md", text);
    }

    @Test
    void aPageTellsItsTitleDescriptionAndHeadings() {
        Page page = page(
                "# The `title`\n\nFirst *words*,\nof two lines.\n\n## A part: one\n\n### Deep\n\n## A part: one\n");
        assertEquals("The title", page.title());
        assertEquals("First words, of two lines.", page.description());
        assertEquals(
                List.of("a-part-one", "deep", "a-part-one-1"),
                page.headings().stream().map(Page.Heading::id).toList());
    }

    @Test
    void linksWithinAreTurnedAndOthersStay() {
        String html = page("[a](b.md#c) [d](https://e.example/) ![f](g.svg)").html();
        assertTrue(html.contains("href=\"docs/a.md&gt;b.md#c\""), html);
        assertTrue(html.contains("href=\"https://e.example/\""), html);
        assertTrue(html.contains("src=\"docs/a.md&gt;g.svg\""), html);
    }

    @Test
    void tablesScrollAndCodeIsMarked() {
        String html = page("| a | b |\n|---|--:|\n| 5 ns | c |\n\n```java\nint a = 1; // <b>\n```\n")
                .html();
        assertTrue(html.contains("<div class=\"table\""), html);
        assertTrue(html.contains("5\u00a0ns"), html);
        assertTrue(
                html.contains(
                        "<span class=\"k\">int</span> a = <span class=\"n\">1</span>; <span class=\"c\">// &lt;b&gt;</span>"),
                html);
    }

    @Test
    void aLongNameBreaksInATableOnly() {
        String html = page("`writeTimeoutNanos()`\n\n| a |\n|---|\n| `writeTimeoutNanos()` |\n| `short` |\n")
                .html();
        assertTrue(html.contains("<p><code>writeTimeoutNanos()</code>"), html);
        assertTrue(html.contains("<code>write<wbr>Timeout<wbr>Nanos(<wbr>)</code>"), html);
        assertTrue(html.contains("<code>short</code>"), html);
    }

    @Test
    void pagesHaveTheirPlaces() {
        assertEquals("index.html", Page.path("README.md"));
        assertEquals("contributing.html", Page.path("CONTRIBUTING.md"));
        assertEquals("guide.html", Page.path("docs/guide.md"));
        assertEquals("systems/README.html", Page.path("systems/README.md"));
        assertEquals("../guide.html", Page.relative("cookbook/chat.html", "guide.html"));
        assertEquals("style.css", Page.relative("index.html", "style.css"));
    }

    @Test
    void eachLanguageIsMarked() {
        assertEquals(
                "<span class=\"c\"># a</span>\nb <span class=\"k\">--c</span>", Highlighter.html("# a\nb --c", "sh"));
        assertTrue(Highlighter.html("<a b=\"c\"/>", "xml").contains("<span class=\"s\">&quot;c&quot;</span>"));
        assertTrue(Highlighter.html("a.b=c", "properties").startsWith("<span class=\"k\">a.b</span>="));
        assertEquals(" a\n<ins>+b</ins>\n<del>-c</del>", Highlighter.html(" a\n+b\n-c", "diff"));
        assertEquals("&lt;a&gt;", Highlighter.html("<a>", "unknown"));
    }
}
