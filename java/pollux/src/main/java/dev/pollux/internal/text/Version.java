package dev.pollux.internal.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * Which build of Pollux this is. The build writes it into a file beside this class, because a manifest is lost where jars are
 * merged into one. The file is read when somebody asks: no start waits for it.
 */
public final class Version {
    private static final String UNKNOWN = "unknown";

    private Version() {}

    /** {@return its version and its commit, as in {@code 0.1.0 (commit 1234567890ab)}, or {@code (unknown commit)}} */
    public static String text() {
        return OfThisBuild.TEXT;
    }

    private static final class OfThisBuild {
        static final String TEXT = text(Version.class.getResourceAsStream("version.properties"));
    }

    /** @param file what the build has written, which this closes, or null if somebody has left it out of a jar */
    static String text(InputStream file) {
        Properties properties = new Properties();
        if (file != null) {
            try (file) {
                properties.load(file);
            } catch (IOException | IllegalArgumentException damaged) {
                properties.clear();
            }
        }
        String version = known(properties, "version");
        String commit = known(properties, "commit");
        return (version.isEmpty() ? "of an unknown version" : version) + " ("
                + (commit.isEmpty() ? "unknown commit" : "commit " + commit) + ")";
    }

    /** {@return its value, or an empty string. An IDE copies the file as it is} */
    private static String known(Properties properties, String name) {
        String value = properties.getProperty(name, "").strip();
        return value.equals(UNKNOWN) || value.startsWith("${") ? "" : value;
    }
}
