package dev.pollux.jnr;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.Type;
import dev.pollux.binding.BindingUnavailableException;

/**
 * A function of six integers or addresses, called through jffi: the x86-64 code that jnr-ffi generates passes garbage for
 * the sixth argument (jnr-ffi issue 181), and for a seventh it allocates.
 */
final class SixArguments {
    private static final Type LONG = Type.SLONG;
    private static final boolean SAVE_ERRNO = true;

    private final Invoker invoker = Invoker.getInstance();
    private final CallContext context = CallContext.getCallContext(
            LONG, new Type[] {LONG, LONG, LONG, LONG, LONG, LONG}, CallingConvention.DEFAULT, SAVE_ERRNO);
    private final long function;

    SixArguments(String name) throws BindingUnavailableException {
        function = Jffi.require(name);
    }

    /** A C int is the low half of its register. */
    long call(long first, long second, long third, long fourth, long fifth, long sixth) {
        return invoker.invokeN6(context, function, first, second, third, fourth, fifth, sixth);
    }
}
