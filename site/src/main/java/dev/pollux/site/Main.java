package dev.pollux.site;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Makes the site: arguments are the repository, where the pages go, and the version that they tell of. */
public final class Main {
    private Main() {}

    /** Ends with 1 and one line for each link that leads nowhere. */
    public static void main(String[] args) throws IOException {
        Path repository = Path.of(args[0]).toRealPath();
        Output output = new Output(Path.of(args[1]).toAbsolutePath().normalize());
        output.clear();
        Site site = new Site(repository, output, args[2]);
        site.write();
        int types = new ApiDocs(repository, output).write(args[2]);
        SearchIndex index = new SearchIndex(output.root());
        List<String> found =
                index.read(site.pages()).stream().map(SearchIndex.Entry::link).toList();
        index.write(output);
        LinkCheck check = new LinkCheck(output.root(), found);
        List<String> broken = check.broken();
        broken.forEach(System.err::println);
        System.out.println("The site: " + site.pageCount() + " pages and " + types + " of the API, " + check.linkCount()
                + " links, " + broken.size() + " broken: " + output.root().resolve("index.html"));
        if (!broken.isEmpty()) {
            System.exit(1);
        }
    }
}
