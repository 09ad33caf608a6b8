package dev.pollux.examples.load;

import java.nio.ByteBuffer;

/** Says something different each time and wants to hear exactly that. */
final class EchoConversation implements Conversation {
    private final Pattern pattern;
    private final int sizeBytes;

    /** What the reply under way has to be. */
    private final ByteBuffer expected;

    private long sent;
    private long answered;
    private boolean good = true;

    EchoConversation(int connectionIndex, int sizeBytes) {
        this.pattern = new Pattern(connectionIndex);
        this.sizeBytes = sizeBytes;
        this.expected = ByteBuffer.allocate(sizeBytes);
        pattern.fill(expected, 0);
        expected.flip();
    }

    @Override
    public int messageBytes() {
        return sizeBytes;
    }

    @Override
    public void putMessage(ByteBuffer output) {
        int limit = output.limit();
        output.limit(output.position() + sizeBytes);
        pattern.fill(output, sent++);
        output.limit(limit);
    }

    @Override
    public Reply takeReply(ByteBuffer input) {
        int count = Math.min(expected.remaining(), input.remaining());
        int inputLimit = input.limit();
        input.limit(input.position() + count);
        expected.limit(expected.position() + count);
        good &= expected.equals(input);
        input.position(input.limit()).limit(inputLimit);
        expected.position(expected.limit()).limit(sizeBytes);
        if (expected.hasRemaining()) {
            return Reply.INCOMPLETE;
        }
        Reply reply = good ? Reply.GOOD : Reply.BAD;
        good = true;
        pattern.fill(expected.clear(), ++answered);
        expected.flip();
        return reply;
    }

    @Override
    public String error() {
        return "reply differs from what was sent";
    }
}
