package dev.pollux.jnr;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.HeapInvocationBuffer;
import dev.pollux.binding.BindingUnavailableException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.nio.ByteOrder;

/**
 * The arguments of a call that has more than jffi takes as they are. jffi's own buffer for them can be filled once, and one
 * a call would leave some 120 bytes. So its array is read, once, and filled anew for each call. (What jffi takes from native
 * memory it calls without saving the last error.)
 */
final class ArgumentBlock {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    final HeapInvocationBuffer buffer;
    private final byte[] array;

    ArgumentBlock(CallContext context) {
        buffer = new HeapInvocationBuffer(context);
        try {
            array = array(buffer);
        } catch (ReflectiveOperationException | RuntimeException changed) {
            throw new IllegalStateException("required before", changed);
        }
    }

    /** Refuses a jffi that keeps its array otherwise. */
    static void require(CallContext context) throws BindingUnavailableException {
        try {
            array(new HeapInvocationBuffer(context));
        } catch (ReflectiveOperationException | RuntimeException changed) {
            throw new BindingUnavailableException(
                    "this jffi keeps a call's arguments otherwise than was known: " + changed,
                    "use the version of jnr-ffi that this binding names",
                    changed);
        }
    }

    private static byte[] array(HeapInvocationBuffer buffer) throws ReflectiveOperationException {
        Field array = HeapInvocationBuffer.class.getDeclaredField("buffer");
        array.setAccessible(true); // a module of a jar without a descriptor is open
        return (byte[]) array.get(buffer);
    }

    void put(int index, long value) {
        LONGS.set(array, index * Long.BYTES, value);
    }
}
