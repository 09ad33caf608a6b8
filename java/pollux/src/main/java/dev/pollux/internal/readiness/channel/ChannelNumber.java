package dev.pollux.internal.readiness.channel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;

/**
 * The system's number of a channel of the JDK's, which keeps it in a private field. Tried in this order: reflection, where the package
 * is open, because that costs nothing. Then the jni binding, if it is there, whichever binding was chosen. Then
 * {@code sun.misc.Unsafe}, of which JDK 24 and newer warn once, and which later ones refuse.
 */
public final class ChannelNumber {
    private static final String FIELD = "fdVal"; // of each of the implementations, JDK 17 to 25

    private ChannelNumber() {}

    /** A way that only some bindings know. */
    public interface Reader {
        /** {@return the number, or a negative one if this can't read it} */
        int read(SelectableChannel channel);
    }

    /** {@return the number, or a negative one if the channel has none any more} */
    public static int find(SelectableChannel channel, Reader reader) {
        try {
            Field field = numberOf(channel.getClass());
            if (field != null) {
                return read(channel, field, reader);
            }
            Field inner = isEndOfPipe(channel)
                    ? innerOf(channel.getClass())
                    : null; // on Windows, which makes it of two sockets
            if (inner != null) {
                int number = inner.trySetAccessible() ? -1 : reader.read(channel);
                return number >= 0 ? number : find((SelectableChannel) object(channel, inner), reader);
            }
        } catch (VirtualMachineError e) {
            throw e; // no memory, or no stack: not what the refusal's advice is good for
        } catch (Throwable e) { // an Error too, of a JDK that has no such class or method any more
            throw refusal(channel, e.toString(), e);
        }
        throw refusal(channel, "it is not of the JDK's own classes", null);
    }

    private static Field numberOf(Class<?> type) {
        try {
            return type.getDeclaredField(FIELD);
        } catch (NoSuchFieldException e) {
            return null;
        }
    }

    private static boolean isEndOfPipe(SelectableChannel channel) {
        return channel instanceof Pipe.SourceChannel || channel instanceof Pipe.SinkChannel;
    }

    private static Field innerOf(Class<?> type) {
        for (Field each : type.getDeclaredFields()) {
            if (SocketChannel.class.isAssignableFrom(each.getType())) {
                return each;
            }
        }
        return null;
    }

    private static int read(SelectableChannel channel, Field field, Reader reader) throws Throwable {
        if (field.trySetAccessible()) {
            return field.getInt(channel);
        }
        int number = reader.read(channel);
        return number >= 0 ? number : UnsafeRead.getInt(channel, field);
    }

    private static Object object(SelectableChannel channel, Field field) throws Throwable {
        return field.trySetAccessible() ? field.get(channel) : UnsafeRead.getObject(channel, field);
    }

    /** What to say of a channel whose number can't be read. */
    public static UnsupportedOperationException refusal(SelectableChannel channel, String reason, Throwable cause) {
        Module module = ChannelNumber.class.getModule();
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
        private static final MethodHandle GET_OBJECT;

        static {
            MethodHandle offset = null;
            MethodHandle getInt = null;
            MethodHandle getObject = null;
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
                getObject = lookup.findVirtual(
                                type, "getObject", MethodType.methodType(Object.class, Object.class, long.class))
                        .bindTo(unsafe);
            } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
                offset = null;
            }
            OFFSET = offset;
            GET_INT = getInt;
            GET_OBJECT = getObject;
        }

        static int getInt(Object object, Field field) throws Throwable {
            if (OFFSET == null) {
                throw new UnsupportedOperationException("this JVM has no sun.misc.Unsafe that reads a field");
            }
            return (int) GET_INT.invokeExact(object, (long) OFFSET.invokeExact(field));
        }

        static Object getObject(Object object, Field field) throws Throwable {
            if (OFFSET == null) {
                throw new UnsupportedOperationException("this JVM has no sun.misc.Unsafe that reads a field");
            }
            return (Object) GET_OBJECT.invokeExact(object, (long) OFFSET.invokeExact(field));
        }
    }
}
