package dev.pollux.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where a reader is, and where the ways lead from there. */
class NavigationTest {
    private final Map<String, Page> pages = new LinkedHashMap<>();

    private Page page(String source, String html) {
        Page page = new Page(source, "Title of " + source, "", html, List.of());
        pages.put(source, page);
        return page;
    }

    @Test
    void pagesBeneathHaveTheOrderOfTheLinksToThem() {
        page("docs/cookbook/chat.md", "");
        page("docs/cookbook/proxy.md", "");
        page("docs/cookbook/unlinked.md", "");
        page("README.md", "");
        page("docs/more.md", "");
        page("docs/cookbook.md", "<a href=\"cookbook/proxy.html\">a</a> <a href=\"cookbook/chat.html\">b</a>");
        assertEquals(
                List.of(
                        "README.md",
                        "docs/cookbook.md",
                        "docs/cookbook/proxy.md",
                        "docs/cookbook/chat.md",
                        "docs/cookbook/unlinked.md",
                        "docs/more.md"),
                new Navigation(pages).inOrder().stream().map(Page::source).toList());
    }

    @Test
    void aPageTellsWhereItStandsAndWhatIsBeside() {
        page("README.md", "");
        page("docs/cookbook.md", "<a href=\"cookbook/chat.html\">b</a>");
        Page chat = page("docs/cookbook/chat.md", "");
        page("SECURITY.md", "");
        String html = new Layout(new Navigation(pages), "1").frame(chat);
        assertTrue(html.contains("<p class=\"trail\">Start › <a href=\"../cookbook.html\">Cook-book</a></p>"), html);
        assertTrue(
                html.contains(
                        "<a rel=\"prev\" href=\"../cookbook.html\"><span>Before</span> Title of docs/cookbook.md"),
                html);
        assertTrue(html.contains("<a rel=\"next\" href=\"../security.html\">"), html);
        assertTrue(html.contains("<a href=\"chat.html\" aria-current=\"page\">"), html);
        assertTrue(html.contains("data-root=\"../\""), html);
        String first = new Layout(new Navigation(pages), "1").frame(pages.get("README.md"));
        assertFalse(first.contains("rel=\"prev\"") || first.contains("class=\"trail\""), first);
    }
}
