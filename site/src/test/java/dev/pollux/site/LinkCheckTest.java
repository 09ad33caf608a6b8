package dev.pollux.site;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That what is wrong with a site is seen. */
class LinkCheckTest {
    @TempDir
    Path root;

    private void page(String name, String body) throws IOException {
        Files.createDirectories(root.resolve(name).getParent());
        Files.writeString(root.resolve(name), "<!DOCTYPE html><title>t</title><body>" + body);
    }

    private List<String> broken() throws IOException {
        return new LinkCheck(root, List.of()).broken();
    }

    @Test
    void aSoundSiteHasNoFinding() throws IOException {
        page(
                "index.html",
                "<h1 id=\"top\">A</h1><a href=\"sub/b.html#deep(java.lang.String)\">b</a><a href=\"#top\">up</a>");
        page(
                "sub/b.html",
                "<p id=\"deep(java.lang.String)\"><a href=\"../index.html#top\">a</a><a href=\"https://a.example/\">c</a>");
        assertEquals(List.of(), broken());
    }

    @Test
    void deadLinksAreSeen() throws IOException {
        page(
                "index.html",
                "<a href=\"absent.html\">a</a><a href=\"#absent\">b</a><a href=\"sub/b.html#absent\">c</a>"
                        + "<img src=\"absent.svg\">");
        page("sub/b.html", "<a href=\"..\">a folder</a>");
        assertEquals(
                List.of(
                        "index.html: no page absent.html",
                        "index.html: no anchor #absent",
                        "index.html: no anchor sub/b.html#absent",
                        "index.html: no page absent.svg",
                        "sub/b.html: no page .."),
                broken());
    }

    @Test
    void deadLinksOfTheSearchAreSeen() throws IOException {
        page("index.html", "<h2 id=\"there\">A</h2>");
        assertEquals(
                List.of("search-index.js: no anchor index.html#absent"),
                new LinkCheck(root, List.of("index.html#there", "index.html#absent")).broken());
    }

    @Test
    void whatIsFetchedFromElsewhereIsSeen() throws IOException {
        page("index.html", "<img src=\"https://a.example/pixel.png\"><script src=\"https://a.example/s.js\"></script>");
        assertEquals(2, broken().size());
    }

    @Test
    void twoElementsOfOneIdAreSeen() throws IOException {
        page("index.html", "<p id=\"a\"><p id=\"a\">");
        assertEquals(List.of("index.html: two elements have the id a"), broken());
    }
}
