package dev.pollux.site;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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
    private static final List<Group> GROUPS = List.of(
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
                            new Entry("docs/consumers.md", "Packaged how", "docs/consumers/"),
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

    private final Map<String, Page> pages;
    private final List<Group> groups;
    private final List<Page> order;

    /** @param pages all pages, by their paths in the repository */
    Navigation(Map<String, Page> pages) {
        this.pages = pages;
        List<Group> found = new ArrayList<>();
        for (Group group : GROUPS) {
            found.add(new Group(
                    group.title(),
                    group.pages().stream()
                            .filter(each -> pages.containsKey(each.source())
                                    || each.source().equals(ApiDocs.INDEX))
                            .toList()));
        }
        Set<String> named = GROUPS.stream()
                .flatMap(group -> group.pages().stream())
                .map(Entry::source)
                .collect(Collectors.toSet());
        List<Entry> more = pages.values().stream()
                .filter(page -> page.source().matches("docs/[^/]+\\.md") && !named.contains(page.source()))
                .map(page -> new Entry(page.source(), page.title(), null))
                .toList();
        if (!more.isEmpty()) {
            found.add(new Group("More", more));
        }
        groups = List.copyOf(found);
        order = order();
    }

    /** {@return the groups, and one for the pages that are in none of them} */
    List<Group> groups() {
        return groups;
    }

    /** {@return the pages beneath one, in the order in which it links to them} */
    List<Page> beneath(Entry entry) {
        Page above = pages.get(entry.source());
        return pages.values().stream()
                .filter(each -> isBeneath(each, entry))
                .sorted(Comparator.comparingInt(each -> {
                    int at = above.html().indexOf('"' + Page.relative(above.path(), each.path()) + '"');
                    return at < 0 ? Integer.MAX_VALUE : at;
                }))
                .toList();
    }

    boolean isBeneath(Page page, Entry entry) {
        return entry.folder() != null
                && page.source().startsWith(entry.folder())
                && !page.source().equals(entry.source());
    }

    /** {@return all pages of the menu, as a reader goes through them} */
    List<Page> inOrder() {
        return order;
    }

    private List<Page> order() {
        List<Page> found = new ArrayList<>();
        for (Group group : groups) {
            for (Entry entry : group.pages()) {
                if (pages.containsKey(entry.source())) {
                    found.add(pages.get(entry.source()));
                    found.addAll(beneath(entry));
                }
            }
        }
        return List.copyOf(found);
    }
}
