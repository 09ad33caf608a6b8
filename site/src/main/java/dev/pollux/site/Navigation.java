package dev.pollux.site;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the menu has, in its order. A page of {@code docs} that is in no list here stands at its end. */
final class Navigation {
    /**
     * A group of the menu.
     *
     * @param title its heading
     * @param pages its pages, by their paths in the repository
     */
    record Group(String title, List<Entry> pages) {}

    /**
     * A line of the menu.
     *
     * @param source the page's path in the repository
     * @param text what the menu says
     * @param folder pages beneath it, shown while one of them is read, or null
     */
    record Entry(String source, String text, String folder) {}

    /** A page that is not there is left out: it may come later. */
    static final List<Group> GROUPS = List.of(
            new Group(
                    "Start",
                    List.of(
                            new Entry("README.md", "What Pollux is", null),
                            new Entry("docs/first-ten-minutes.md", "The first ten minutes", null),
                            new Entry("docs/guide.md", "Guide", null),
                            new Entry("docs/cookbook.md", "Cook-book", "docs/cookbook/"),
                            new Entry(ApiDocs.INDEX, "API", null))),
            new Group(
                    "In production",
                    List.of(
                            new Entry("docs/operations.md", "Operations", null),
                            new Entry("docs/performance.md", "Performance", "docs/performance/"),
                            new Entry("docs/reliability.md", "Reliability", "docs/reliability/"),
                            new Entry("docs/systems.md", "Tested where", null),
                            new Entry("docs/windows.md", "Windows", null),
                            new Entry("docs/compatibility.md", "Compatibility", null),
                            new Entry("docs/releasing.md", "Releases", null),
                            new Entry("SECURITY.md", "Security", null))),
            new Group(
                    "Inside",
                    List.of(
                            new Entry("docs/how-pollux-is-built.md", "How Pollux is built", null),
                            new Entry(Site.DECISIONS, "Decisions", "docs/decisions/"),
                            new Entry("CONTRIBUTING.md", "Contributing", null),
                            new Entry("CHANGELOG.md", "Changelog", null))));

    private Navigation() {}

    /** {@return the groups, and one for the pages that are in none of them} */
    static List<Group> groups(Collection<Page> pages) {
        Set<String> named = GROUPS.stream()
                .flatMap(group -> group.pages().stream())
                .map(Entry::source)
                .collect(Collectors.toSet());
        List<Entry> more = pages.stream()
                .filter(page -> page.source().matches("docs/[^/]+\\.md") && !named.contains(page.source()))
                .map(page -> new Entry(page.source(), page.title(), null))
                .toList();
        return more.isEmpty()
                ? GROUPS
                : Stream.concat(GROUPS.stream(), Stream.of(new Group("More", more)))
                        .toList();
    }
}
