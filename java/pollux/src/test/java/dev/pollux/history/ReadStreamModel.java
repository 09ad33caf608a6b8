package dev.pollux.history;

import dev.pollux.completion.LentBuffer;
import dev.pollux.completion.ReadStream;
import java.io.IOException;

/** The model of a stream of reads. */
final class ReadStreamModel extends LendingModel<ReadStream, LentBuffer> {
    private final EndModel end;

    ReadStreamModel(CompletionWorld world, EndModel end) {
        super(world, end.socket.readStream());
        this.end = end;
    }

    void window(int newWindow) {
        window = newWindow;
        its.window(newWindow);
    }

    @Override
    int reserve() {
        return 0;
    }

    @Override
    void submitAnother() {
        end.socket.readStream((same, buffer) -> {}).submit();
    }

    @Override
    boolean isChannelClosed() {
        return end.isClosing();
    }

    @Override
    boolean closesUnseen() {
        return end.closesUnseen;
    }

    @Override
    boolean hasSomething() {
        return end.surelyReadable() > 0 || end.peer.surelyEnded;
    }

    @Override
    void told(LentBuffer buffer) {
        super.told(buffer);
        require(buffer.receivedLength() > 0, "has lent nothing");
        if (!end.peer.torn) {
            end.in().received(buffer.data());
        }
    }

    @Override
    boolean mayEnd() {
        boolean over = end.in().isEnded() && (end.in().left() == 0 || end.peer.torn);
        return over || end.mayBeReset || end.outputShut || end.inputShut;
    }

    @Override
    boolean mayFail(IOException failure) {
        return end.mayFail(failure);
    }

    @Override
    public String toString() {
        return super.toString() + " of " + end.peer;
    }
}
