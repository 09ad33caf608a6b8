/** The jnr binding: jnr-ffi. */
@SuppressWarnings("requires-automatic") // neither names itself a module but in its manifest
module dev.pollux.jnr {
    requires dev.pollux;
    requires org.jnrproject.ffi;
    requires org.jnrproject.jffi;
    // What jnr-ffi generates its classes with; it has no descriptor to say so.
    requires org.objectweb.asm;
    requires org.objectweb.asm.commons;
    requires org.objectweb.asm.util;

    // Looked up by class name, with its public constructor; and jnr-ffi implements the interface in it.
    exports dev.pollux.jnr;

    provides dev.pollux.binding.Binding with
            dev.pollux.jnr.JnrBinding;
}
