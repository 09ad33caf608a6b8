package dev.pollux;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test of what Wine does otherwise than Windows: it is skipped there, and runs on real Windows and elsewhere. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(WineCondition.class)
public @interface NotOnWine {
    /**
     * Seen in its server's system calls: the reset comes, and the error is taken off the socket by getsockopt(SO_ERROR). Only who
     * was in a read by then is told; a later write fails as it should. Wine 10 keeps it.
     */
    String RESET = "its server takes a reset's error off the socket: a read that comes later finds an end of stream";

    /** {@return what Wine does, or does not} */
    String value();

    /** {@return the version from which on Wine does as Windows} */
    int until() default Integer.MAX_VALUE;

    /** For what a test asserts otherwise there. */
    final class Here {
        private Here() {}

        /** {@return whether this is Wine} */
        public static boolean is() {
            return Boolean.getBoolean(WineCondition.PROPERTY);
        }

        /** {@return whether this is a Wine older than this version} */
        public static boolean isBefore(int version) {
            return is() && Integer.getInteger(WineCondition.VERSION, 0) < version;
        }
    }
}
