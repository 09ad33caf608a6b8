package dev.pollux.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a search can find. */
class SearchIndexTest {
    @TempDir
    Path root;

    @Test
    void sectionsTypesAndMembersAreFound() throws IOException {
        Page page = new Markdown((from, to) -> to)
                .page("docs/a.md", "# Title\n\nAt first.\n\n## A \"part\"\n\nThe `rest`\nof it.\n");
        Path type = root.resolve("api/m/p/q/Type.html");
        Files.createDirectories(type.getParent());
        Files.writeString(type, """
                <body class="class-declaration-page"><section class="class-description"><div class="block">It is.</div></section>
                <section class="detail" id="&lt;init&gt;(int)"></section>
                <section class="detail" id="go(java.nio.ByteBuffer[],int)"></section>""");
        Files.writeString(root.resolve("api/index.html"), "<body class=\"module-index-page\">");
        SearchIndex index = new SearchIndex(root);
        assertEquals(
                List.of(
                        new SearchIndex.Entry("a.html", "Title", "", "At first."),
                        new SearchIndex.Entry("a.html#a-part", "A \"part\"", "Title", "The rest of it."),
                        new SearchIndex.Entry("api/m/p/q/Type.html", "Type", "p.q", "It is."),
                        new SearchIndex.Entry("api/m/p/q/Type.html#%3Cinit%3E(int)", "Type(int)", "Type", ""),
                        new SearchIndex.Entry(
                                "api/m/p/q/Type.html#go(java.nio.ByteBuffer%5B%5D,int)",
                                "go(ByteBuffer[],int)", "Type", "")),
                index.read(List.of(page)));
        index.write(new Output(root));
        String script = Files.readString(root.resolve("search-index.js"));
        assertTrue(script.contains("[\"a.html#a-part\",\"A \\\"part\\\"\",\"Title\",\"The rest of it.\"]"), script);
    }
}
