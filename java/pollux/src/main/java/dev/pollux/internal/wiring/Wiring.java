package dev.pollux.internal.wiring;

/**
 * Leads from a face to its work. Faces are interfaces in packages that everybody sees. Their works are classes in packages
 * that nobody sees, and import the faces. So a face can't import its work: it asks here, by its own class.
 */
public final class Wiring {
    private static final String WORKS = "dev.pollux.internal.backends.AllWorks";

    private static volatile Works known;

    /** Makes the works. There is one, which knows all of them. */
    public interface Works {
        /**
         * {@return a new work}
         *
         * @param face the face that it has to have
         */
        Object make(Class<?> face);
    }

    private Wiring() {}

    /** Called by the class that knows the works, when it is loaded. */
    public static void use(Works works) {
        known = works;
    }

    /**
     * Makes a work. May be called from any thread.
     *
     * @param face the face that it has to have
     * @return the work
     */
    public static <T> T make(Class<T> face) {
        return face.cast(Holder.FOUND.make(face));
    }

    private static final class Holder {
        static final Works FOUND = load();

        private static Works load() {
            try {
                // By its initializer and not by its constructor: reflection takes a millisecond at a start.
                Class.forName(WORKS, true, Wiring.class.getClassLoader());
            } catch (ClassNotFoundException e) {
                throw new NoClassDefFoundError(WORKS + ": the jar of Pollux lacks a part of it");
            }
            return known;
        }
    }
}
