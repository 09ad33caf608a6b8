package dev.pollux.netty;

import dev.pollux.linux.Epoll;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.netty.internal.completion.Arrivals;
import dev.pollux.netty.internal.completion.CompletionRegistration;
import dev.pollux.netty.internal.completion.StreamTransfers;
import dev.pollux.netty.internal.loop.LoopLink;
import dev.pollux.netty.internal.socket.ChannelSocket;
import dev.pollux.netty.internal.socket.LinuxChannelSocket;
import dev.pollux.system.OpenFile;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.FileRegion;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.internal.StringUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ConnectionPendingException;

/** A channel of a stream, connected or not yet. Its halves can be shut one by one. */
abstract class PolluxStreamChannel extends PolluxChannel implements DuplexChannel {
    private final ChannelSocket.Stream stream;
    private final LinuxStreamSocket linux; // null on Windows
    private final Arrivals arrivals = new Arrivals();

    // What StreamReader and StreamWriter keep. They are no objects of their own: a request looks at the channel
    // anyway, and with many connections each other object that it looks at has left the processor's cache.
    boolean endTold; // all data was read, and the program knows
    long maxBytesAtOnce = StreamWriter.FIRST_AT_ONCE; // how many a call is given at most. It follows what calls took
    SendingChannel sending; // of file regions, once there was one
    final Runnable goOn = () -> StreamWriter.goOn(this);

    /** What moves the bytes on a loop of completions, or has until lately. Null elsewhere. */
    private volatile StreamTransfers transfers;

    private volatile boolean inputShut;
    private volatile boolean outputShut;
    private ConnectAttempt attempt; // null unless it connects

    /** A channel that there is on Linux only. */
    PolluxStreamChannel(Channel parent, LinuxStreamSocket stream) {
        this(parent, new LinuxChannelSocket.OfStream(stream));
    }

    PolluxStreamChannel(Channel parent, ChannelSocket.Stream stream) {
        super(parent, stream, Epoll.RDHUP);
        this.stream = stream;
        linux = stream.descriptor() instanceof LinuxStreamSocket its ? its : null;
    }

    /** {@return its socket, where it is one of Linux's} A loop that tells when it is ready is on Linux. */
    final LinuxStreamSocket stream() {
        return linux;
    }

    /** {@return true if the peer's end of output leaves this channel open} */
    abstract boolean allowsHalfClosure();

    /**
     * Begins to connect.
     *
     * @return true if it is connected already
     */
    boolean beginConnect(SocketAddress to) throws IOException {
        return linux.connect(to);
    }

    /** {@return true if {@link #beginConnect} sends data with its first packet, which no operation does} */
    boolean connectsWithData() {
        return false;
    }

    /** {@return the address that a connected channel tells, for the one that was asked for} */
    SocketAddress connectedTo(SocketAddress asked) throws IOException {
        return asked;
    }

    @Override
    protected StreamUnsafe newUnsafe() {
        return new StreamUnsafe();
    }

    @Override
    boolean hasEvents() {
        return isActive() || attempt != null;
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer out) throws Exception {
        if (!link.isByCompletion()) {
            StreamWriter.write(this, out);
            return;
        }
        StreamTransfers moving = transfers;
        if (moving == null || moving.isLeaving()) {
            link.want(Epoll.OUT); // until these, or the next ones, have begun
        } else {
            moving.write(out);
        }
    }

    // ---- Loops of completions ----

    final StreamTransfers transfers() {
        return transfers;
    }

    /** What was under way on the loop that it has left comes to its end first: nothing overtakes it. */
    @Override
    final void arm() {
        StreamTransfers old = transfers;
        if (old == null) {
            super.arm();
            return;
        }
        armAfter(old.departure(), () -> {
            transfers = null;
            old.settle();
        });
    }

    @Override
    protected Object filterOutboundMessage(Object message) {
        if (message instanceof ByteBuf buffer) {
            return Direct.of(buffer, alloc());
        }
        if (message instanceof FileRegion) {
            return message;
        }
        throw new UnsupportedOperationException(
                "a stream sends a ByteBuf or a FileRegion, not a " + StringUtil.simpleClassName(message));
    }

    /** Writes a message that is neither bytes nor a file. Returns 0 if the system takes no more now */
    int writeOther(ChannelOutboundBuffer out, Object message) throws IOException {
        throw new IllegalStateException("a " + StringUtil.simpleClassName(message) + " is not sent here");
    }

    @Override
    protected void doClose() throws Exception {
        inputShut = true;
        outputShut = true;
        ConnectAttempt pending = attempt;
        attempt = null;
        if (pending != null) {
            pending.closed();
        }
        super.doClose();
        arrivals.release();
        StreamTransfers left = transfers;
        if (left != null) {
            left.departure().closed();
            left.departure().whenOver(left::settle);
        }
    }

    // ---- The halves ----

    @Override
    public boolean isInputShutdown() {
        return inputShut;
    }

    @Override
    public boolean isOutputShutdown() {
        return outputShut;
    }

    @Override
    public boolean isShutdown() {
        return inputShut && outputShut;
    }

    @Override
    public ChannelFuture shutdownInput() {
        return shutdownInput(newPromise());
    }

    @Override
    public ChannelFuture shutdownInput(ChannelPromise promise) {
        onLoop(() -> {
            try {
                shutInput();
                promise.setSuccess();
            } catch (Throwable e) {
                promise.setFailure(e);
            }
        });
        return promise;
    }

    final void shutInput() throws IOException {
        stream.shutdownInput();
        inputShut = true;
    }

    @Override
    public ChannelFuture shutdownOutput() {
        return shutdownOutput(newPromise());
    }

    @Override
    public ChannelFuture shutdownOutput(ChannelPromise promise) {
        onLoop(() -> {
            StreamTransfers moving = transfers;
            if (moving == null) {
                ours().shutdownOutput(promise);
            } else {
                moving.whenWritten(
                        () -> ours().shutdownOutput(promise)); // else Netty would fail what goes before the end
            }
        });
        return promise;
    }

    @Override
    protected void doShutdownOutput() throws Exception {
        StreamTransfers moving = transfers;
        if (moving == null) {
            stream.shutdownOutput();
        } else {
            moving.shutdownOutput();
        }
        outputShut = true;
    }

    @Override
    public ChannelFuture shutdown() {
        return shutdown(newPromise());
    }

    /** The output first, then the input, whatever became of the output. The first failure is told. */
    @Override
    public ChannelFuture shutdown(ChannelPromise promise) {
        shutdownOutput().addListener(output -> shutdownInput().addListener(input -> {
            Throwable cause = output.isSuccess() ? input.cause() : output.cause();
            if (cause == null) {
                promise.setSuccess();
            } else {
                promise.setFailure(cause);
            }
        }));
        return promise;
    }

    private void onLoop(Runnable task) {
        EventLoop loop = eventLoop();
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    /** What Netty calls of a stream, and what its event loop tells it. */
    class StreamUnsafe extends PolluxUnsafe {
        @Override
        public void connect(SocketAddress to, SocketAddress from, ChannelPromise promise) {
            // It stays cancellable: to cancel a connect is to close the channel.
            if (promise.isDone() || !ensureOpen(promise)) {
                return;
            }
            try {
                if (attempt != null) {
                    throw new ConnectionPendingException();
                }
                checkResolved(from);
                checkResolved(to);
                if (isActive()) {
                    throw new AlreadyConnectedException();
                }
                if (from != null) {
                    doBind(from);
                }
                CompletionRegistration completions = completions();
                if (completions != null && !connectsWithData()) {
                    connectBy(completions, to, promise);
                    return;
                }
                boolean connected = connectOrClose(to);
                keepLocalAddress();
                if (connected) {
                    connected(to, promise);
                } else {
                    attempt = new ConnectAttempt(PolluxStreamChannel.this, to, promise);
                    link.want(Epoll.OUT);
                    link.arm();
                    attempt.begin();
                }
            } catch (Throwable e) {
                promise.tryFailure(annotateConnectException(e, to));
                closeIfClosed();
            }
        }

        private CompletionRegistration completions() {
            return link.isByCompletion() ? link.registration().attachment() : null;
        }

        private void connectBy(CompletionRegistration completions, SocketAddress to, ChannelPromise promise)
                throws Exception {
            attempt = new ConnectAttempt(PolluxStreamChannel.this, to, promise);
            link.want(Epoll.OUT); // what is flushed until then waits
            try {
                completions.connect((InetSocketAddress) to);
            } catch (Throwable e) {
                attempt = null;
                doClose();
                throw e;
            }
            attempt.begin();
        }

        private boolean connectOrClose(SocketAddress to) throws Exception {
            try {
                return beginConnect(to);
            } catch (Throwable e) {
                doClose(); // a socket whose connect was refused is of no more use
                throw e;
            }
        }

        private void connected(SocketAddress to, ChannelPromise promise) throws IOException {
            boolean wasActive = isActive();
            keepRemoteAddress(connectedTo(to));
            activate();
            link.arm();
            boolean isActive =
                    isActive(); // a listener of the promise may close the channel. It was active all the same
            boolean isWanted = promise.trySuccess();
            if (!wasActive && isActive) {
                pipeline().fireChannelActive();
            }
            if (!isWanted) {
                close(voidPromise()); // cancelled just before
            }
        }

        @Override
        void writable() {
            if (attempt != null) {
                finishConnect();
            } else if (!outputShut) {
                flushNow();
            }
        }

        private void finishConnect() {
            try {
                if (!linux.finishConnect()) {
                    return; // woken for nothing: it still connects
                }
            } catch (Throwable e) {
                connectEnded(e);
                return;
            }
            connectEnded(null);
        }

        /** A connect that was an operation has ended. The channel may have another loop by now. */
        public final void connectEnded(IOException failure) {
            onLoop(() -> operationEnded(failure));
        }

        private void operationEnded(IOException failure) {
            if (attempt == null) { // the channel was closed meanwhile
                return;
            }
            Throwable why = failure;
            if (why == null) {
                try {
                    keepLocalAddress();
                } catch (IOException e) {
                    why = e;
                }
            }
            connectEnded(why);
        }

        private void connectEnded(Throwable failure) {
            ConnectAttempt ended = attempt;
            try {
                if (failure != null) {
                    throw failure;
                }
                attempt = null;
                ended.end();
                link.drop(Epoll.OUT);
                connected(ended.to(), ended.promise());
                if (outboundBuffer() != null && outboundBuffer().current() != null) {
                    flushNow(); // fast open has marked it, and the peer did not take it
                }
            } catch (Throwable e) {
                attempt = null;
                ended.end();
                ended.promise().tryFailure(annotateConnectException(e, ended.to()));
                close(voidPromise());
            }
        }

        /** The program has cancelled the connect. */
        final void connectCancelled() {
            attempt = null;
            close(voidPromise());
        }

        @Override
        void readable() {
            StreamReader.read(PolluxStreamChannel.this, false);
        }

        @Override
        void endReached() {
            StreamReader.read(PolluxStreamChannel.this, true);
            link.drop(Epoll.RDHUP); // it would be told again and again
        }

        // ---- What completions know of it, if they serve it: TransferredStream ----

        public final DuplexChannel channel() {
            return PolluxStreamChannel.this;
        }

        public final LoopLink link() {
            return link;
        }

        public final Arrivals arrivals() {
            return arrivals;
        }

        public final OpenFile fileOf(FileRegion region) {
            return region instanceof PolluxFileRegion ours ? ours.source() : null;
        }

        public final void fileSent(FileRegion region, long bytes) throws IOException {
            ((PolluxFileRegion) region).sent(bytes);
        }

        public final void transferBy(StreamTransfers newTransfers) {
            transfers = newTransfers;
            link.drop(Epoll.OUT);
            flushNow();
        }

        public final void told(RecvByteBufAllocator.ExtendedHandle handle, IOException failure) {
            StreamReader.told(PolluxStreamChannel.this, handle, failure, failure == null);
        }
    }
}
