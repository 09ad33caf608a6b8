package dev.pollux.internal.uring;

import java.util.Arrays;

/** Numbers in a row. Guarded by the engine. */
final class LongQueue {
    private long[] numbers = new long[16];
    private int head;
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    /** Makes room for so many. */
    void reserve(int capacity) {
        while (capacity > numbers.length) {
            int length = numbers.length;
            long[] more = Arrays.copyOfRange(numbers, head, head + (length << 1));
            System.arraycopy(numbers, 0, more, length - head, head);
            numbers = more;
            head = 0;
        }
    }

    void add(long number) {
        reserve(count + 1);
        numbers[head + count++ & numbers.length - 1] = number;
    }

    long first() {
        return numbers[head];
    }

    void removeFirst() {
        head = head + 1 & numbers.length - 1;
        count--;
    }
}
