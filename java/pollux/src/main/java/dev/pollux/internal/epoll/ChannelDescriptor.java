package dev.pollux.internal.epoll;

import dev.pollux.binding.BindingRegistry;
import dev.pollux.binding.LinuxCalls;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;

/**
 * The descriptor within a channel of the JDK's, which keeps it in a private field. Tried in this order: reflection, where
 * the package is open, because that costs nothing. Then the jni binding, if it is there, whichever binding was chosen.
 * Then {@code sun.misc.Unsafe}, of which JDK 24 and newer warn once, and which later ones refuse. What was found is compared with what the
 * channel has to be.
 */
public final class ChannelDescriptor {
    private static final String FIELD = "fdVal"; // of each of the implementations, JDK 17 to 25
    private static final int F_GETFL = 3;
    private static final int O_ACCMODE = 3;
    private static final int O_WRONLY = 1;
    private static final int O_RDWR = 2;
    private static final int O_NONBLOCK = 0x800;

    private ChannelDescriptor() {}

    /** Returns the descriptor of an open, non-blocking channel. */
    public static int of(SelectableChannel channel) throws IOException {
        int fd = find(channel);
        int flags = fd < 0 ? -1 : BindingRegistry.linuxCalls().fcntl(fd, F_GETFL, 0);
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        int access =
                channel instanceof Pipe.SourceChannel ? 0 : channel instanceof Pipe.SinkChannel ? O_WRONLY : O_RDWR;
        if (flags < 0 || (flags & O_NONBLOCK) == 0 || (flags & O_ACCMODE) != access) {
            throw refusal(channel, "what was found, " + fd + ", is not its descriptor", null);
        }
        return fd;
    }

    private static int find(SelectableChannel channel) {
        Field field;
        try {
            field = channel.getClass().getDeclaredField(FIELD);
        } catch (NoSuchFieldException e) {
            throw refusal(channel, "it is not of the JDK's own classes", e);
        }
        try {
            if (field.trySetAccessible()) {
                return field.getInt(channel);
            }
            LinuxCalls jni = BindingRegistry.jniCalls();
            int fd = jni == null ? -1 : jni.descriptorOf(channel);
            return fd >= 0 ? fd : UnsafeRead.getInt(channel, field);
        } catch (VirtualMachineError e) {
            throw e; // no memory, or no stack: not what the refusal's advice is good for
        } catch (Throwable e) { // an Error too, of a JDK that has no such class or method any more
            throw refusal(channel, e.toString(), e);
        }
    }

    private static UnsupportedOperationException refusal(SelectableChannel channel, String reason, Throwable cause) {
        Module module = ChannelDescriptor.class.getModule();
        return new UnsupportedOperationException(
                "the descriptor of " + channel + " can't be read (" + reason + "): start the JVM with --add-opens"
                        + " java.base/sun.nio.ch=" + (module.isNamed() ? module.getName() : "ALL-UNNAMED")
                        + ", or add the dependency dev.pollux:pollux-jni, whose library reads it, and"
                        + " --enable-native-access=" + (module.isNamed() ? "dev.pollux.jni" : "ALL-UNNAMED"),
                cause);
    }

    /** Looked up when it is needed, and by name: a JVM may lack the module jdk.unsupported. */
    private static final class UnsafeRead {
        private static final MethodHandle OFFSET; // null where there is no such class any more
        private static final MethodHandle GET_INT;

        static {
            MethodHandle offset = null;
            MethodHandle getInt = null;
            try {
                Class<?> type = Class.forName("sun.misc.Unsafe");
                Field instance = type.getDeclaredField("theUnsafe");
                instance.setAccessible(true);
                Object unsafe = instance.get(null);
                MethodHandles.Lookup lookup = MethodHandles.publicLookup();
                offset = lookup.findVirtual(type, "objectFieldOffset", MethodType.methodType(long.class, Field.class))
                        .bindTo(unsafe);
                getInt = lookup.findVirtual(type, "getInt", MethodType.methodType(int.class, Object.class, long.class))
                        .bindTo(unsafe);
            } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
                offset = null;
            }
            OFFSET = offset;
            GET_INT = getInt;
        }

        static int getInt(Object object, Field field) throws Throwable {
            if (OFFSET == null) {
                throw new UnsupportedOperationException("this JVM has no sun.misc.Unsafe that reads a field");
            }
            return (int) GET_INT.invokeExact(object, (long) OFFSET.invokeExact(field));
        }
    }
}
