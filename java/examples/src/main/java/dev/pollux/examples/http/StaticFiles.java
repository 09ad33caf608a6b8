package dev.pollux.examples.http;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The files beneath a directory. Nothing outside of it is ever named, whatever the path or a link in it says. */
final class StaticFiles {
    private final Path root;

    /**
     * Looks the directory up once.
     *
     * @throws IOException if it does not exist
     */
    StaticFiles(Path root) throws IOException {
        this.root = root.toRealPath();
    }

    /**
     * A URL's names are UTF-8, and so are the names of most files. A JVM whose locale is POSIX has no characters beyond ASCII,
     * but by a URI it takes any bytes.
     */
    private static Path name(String segment) {
        try {
            return Path.of(segment);
        } catch (InvalidPathException e) {
            if (segment.indexOf('/') >= 0 || segment.indexOf('\0') >= 0 || !File.separator.equals("/")) {
                throw e;
            }
            String escaped = URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
            return Path.of(URI.create("file:///" + escaped)).getFileName();
        }
    }

    /**
     * {@return the file that a decoded path names, or a directory's index.html, or null if there is none}
     *
     * <p>A link that is exchanged between this look-up and the opening is not defended against: who can do that can
     * change the files as well.
     */
    Path find(String path) {
        Path file = root;
        try {
            for (String segment : path.split("/")) {
                // Clients resolve dot segments before they send; who did not means mischief.
                if (segment.equals("..") || segment.equals(".") || segment.indexOf('\\') >= 0) {
                    return null;
                }
                file = file.resolve(name(segment));
            }
            if (Files.isDirectory(file)) {
                file = file.resolve("index.html");
            } else if (path.endsWith("/")) {
                return null;
            }
            Path real = file.toRealPath();
            return real.startsWith(root) && Files.isRegularFile(real) ? real : null;
        } catch (InvalidPathException | IOException e) {
            return null;
        }
    }
}
