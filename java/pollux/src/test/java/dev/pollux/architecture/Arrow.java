package dev.pollux.architecture;

/**
 * That something of the library needs a type of another package of it.
 *
 * @param from the package that needs
 * @param user which type or source in it
 * @param verb how
 * @param to the package that is needed
 * @param used the type in it
 */
record Arrow(String from, String user, String verb, String to, String used) {
    @Override
    public String toString() {
        return user + " " + verb + " " + used;
    }
}
