package dev.pollux.examples;

/** The bindings, by the names that the system property knows. */
enum BindingName {
    /** java.lang.foreign. */
    ffm,
    /** C code of Pollux's own. */
    jni,
    /** jnr-ffi. */
    jnr
}
