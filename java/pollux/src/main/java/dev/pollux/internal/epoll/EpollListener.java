package dev.pollux.internal.epoll;

import dev.pollux.Backend;
import dev.pollux.internal.readiness.AbstractStreamListener;
import dev.pollux.linux.Family;
import dev.pollux.linux.LinuxStreamListener;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.readiness.StreamSocket;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.UnixDomainSocketAddress;

/** A listener on Linux's own calls. */
final class EpollListener extends AbstractStreamListener implements EpollSource {
    private final LinuxStreamListener listener;

    EpollListener(LinuxStreamListener listener) {
        this.listener = listener;
    }

    /** Of one that somebody else has made, which listens. */
    static EpollListener adopted(LinuxStreamListener listener) {
        EpollListener made = new EpollListener(listener);
        made.isBound();
        return made;
    }

    @Override
    public LinuxStreamListener descriptor() {
        return listener;
    }

    @Override
    public Backend backend() {
        return Backend.EPOLL;
    }

    @Override
    public void bindTo(SocketAddress address, int backlog) throws IOException {
        if (address instanceof UnixDomainSocketAddress unix
                && listener.family() == Family.UNIX
                && unix.getPath().toString().isEmpty()) {
            throw new BindException("a listener needs a path: this one is empty"); // the kernel would make a name up
        }
        listener.bind(address);
        listener.listen(backlog);
    }

    @Override
    public StreamSocket acceptOne() throws IOException {
        LinuxStreamSocket socket = listener.accept();
        if (socket == null) {
            return null;
        }
        try {
            return new EpollSocket(socket, false);
        } catch (Throwable e) { // no memory
            socket.close();
            throw e;
        }
    }

    @Override
    public SocketAddress boundAddress() throws IOException {
        return EpollSockets.portable(listener.localAddress());
    }

    @Override
    public IOException takeError() throws IOException {
        return listener.takeException();
    }

    @Override
    public int bytesToRead() throws IOException {
        return listener.bytesToRead();
    }

    @Override
    public <T> void setSystemOption(SocketOption<T> option, T value) throws IOException {
        listener.setOption(option, value);
    }

    @Override
    public <T> T getSystemOption(SocketOption<T> option) throws IOException {
        return listener.getOption(option);
    }

    @Override
    public boolean isOpen() {
        return listener.isOpen();
    }

    @Override
    public void closeSource() {
        listener.close();
    }

    @Override
    public String toString() {
        return "StreamListener[fd " + listener.number() + (isOpen() ? "]" : ", closed]");
    }
}
