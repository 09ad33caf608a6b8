package dev.pollux.jnr;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.Type;
import dev.pollux.binding.BindingUnavailableException;
import java.util.Arrays;

/**
 * Calls a function of integers and addresses, where each takes a register, or its place on the stack, of 64 bits: on Windows, and
 * on Linux the one with seven arguments.
 * A C int is its low half. The last error is saved with the call. Nothing is allocated in steady state.
 */
final class Invocation {
    private static final boolean SAVE_LAST_ERROR = true;

    private static final Invoker INVOKER = Invoker.getInstance();
    private static final CallContext[] CONTEXTS = new CallContext[10]; // by the number of arguments

    static {
        for (int count = 0; count < CONTEXTS.length; count++) {
            Type[] arguments = new Type[count];
            Arrays.fill(arguments, Type.SLONG_LONG); // a C long has 32 bits there
            CONTEXTS[count] =
                    CallContext.getCallContext(Type.SLONG_LONG, arguments, CallingConvention.DEFAULT, SAVE_LAST_ERROR);
        }
    }

    private static final ArgumentBlocks SEVEN = new ArgumentBlocks(CONTEXTS[7]);
    private static final ArgumentBlocks EIGHT = new ArgumentBlocks(CONTEXTS[8]);
    private static final ArgumentBlocks NINE = new ArgumentBlocks(CONTEXTS[9]);

    private Invocation() {}

    static void require() throws BindingUnavailableException {
        ArgumentBlock.require(CONTEXTS[9]);
    }

    static long call(long function, long first) {
        return INVOKER.invokeN1(CONTEXTS[1], function, first);
    }

    static long call(long function, long first, long second) {
        return INVOKER.invokeN2(CONTEXTS[2], function, first, second);
    }

    static long call(long function, long first, long second, long third) {
        return INVOKER.invokeN3(CONTEXTS[3], function, first, second, third);
    }

    static long call(long function, long first, long second, long third, long fourth) {
        return INVOKER.invokeN4(CONTEXTS[4], function, first, second, third, fourth);
    }

    static long call(long function, long first, long second, long third, long fourth, long fifth) {
        return INVOKER.invokeN5(CONTEXTS[5], function, first, second, third, fourth, fifth);
    }

    static long call(long function, long first, long second, long third, long fourth, long fifth, long sixth) {
        return INVOKER.invokeN6(CONTEXTS[6], function, first, second, third, fourth, fifth, sixth);
    }

    static long call(
            long function, long first, long second, long third, long fourth, long fifth, long sixth, long seventh) {
        ArgumentBlock block = SEVEN.take();
        block.put(0, first);
        block.put(1, second);
        block.put(2, third);
        block.put(3, fourth);
        block.put(4, fifth);
        block.put(5, sixth);
        block.put(6, seventh);
        long result = INVOKER.invokeLong(CONTEXTS[7], function, block.buffer);
        SEVEN.giveBack(block);
        return result;
    }

    static long call(
            long function,
            long first,
            long second,
            long third,
            long fourth,
            long fifth,
            long sixth,
            long seventh,
            long eighth) {
        ArgumentBlock block = EIGHT.take();
        block.put(0, first);
        block.put(1, second);
        block.put(2, third);
        block.put(3, fourth);
        block.put(4, fifth);
        block.put(5, sixth);
        block.put(6, seventh);
        block.put(7, eighth);
        long result = INVOKER.invokeLong(CONTEXTS[8], function, block.buffer);
        EIGHT.giveBack(block);
        return result;
    }

    static long call(
            long function,
            long first,
            long second,
            long third,
            long fourth,
            long fifth,
            long sixth,
            long seventh,
            long eighth,
            long ninth) {
        ArgumentBlock block = NINE.take();
        block.put(0, first);
        block.put(1, second);
        block.put(2, third);
        block.put(3, fourth);
        block.put(4, fifth);
        block.put(5, sixth);
        block.put(6, seventh);
        block.put(7, eighth);
        block.put(8, ninth);
        long result = INVOKER.invokeLong(CONTEXTS[9], function, block.buffer);
        NINE.giveBack(block);
        return result;
    }
}
