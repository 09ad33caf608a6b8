/** The ffm binding: java.lang.foreign, JDK 22 and newer. */
module dev.pollux.ffm {
    requires dev.pollux;

    // Looked up by class name, with its public constructor.
    exports dev.pollux.ffm;

    provides dev.pollux.binding.Binding with
            dev.pollux.ffm.FfmBinding;
}
