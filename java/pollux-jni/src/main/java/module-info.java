/** The jni binding: C code of our own, packaged in the jar. */
module dev.pollux.jni {
    requires dev.pollux;

    // Looked up by class name, with its public constructor.
    exports dev.pollux.jni;

    provides dev.pollux.binding.Binding with
            dev.pollux.jni.JniBinding;
}
