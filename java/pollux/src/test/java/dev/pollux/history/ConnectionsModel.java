package dev.pollux.history;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pollux.DirectSockets;
import dev.pollux.FileSource;
import dev.pollux.VacantAddress;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.SendFileOperation;
import dev.pollux.system.OpenDescriptor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ShutdownChannelGroupException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The model of a listener, of connects to it, and of the connections that come of them. */
final class ConnectionsModel {
    private static final int PLACES = 4;
    private static final int ACCEPTS = 3;
    private static final int BACKLOG = 64;
    private static final int MOVED = 3; // one of so many accepted connections leaves its port, and comes back
    private static final int OWN = 3; // one of so many connects is of a socket that the program has opened

    private final CompletionWorld world;
    private final CompletionPort port;
    private final EndModel[] ends = new EndModel[2 * PLACES]; // client and server of each place
    private final ConnectModel[] usual = new ConnectModel[PLACES]; // which are submitted again and again
    private final ConnectModel[] connects = new ConnectModel[PLACES]; // the present ones
    private final VacantAddress vacant = new VacantAddress();
    private final ConnectModel vain;
    private final Map<EndModel, EndOperations> operations = new HashMap<>();
    private FileSource file;
    private int tags;

    private CompletionListener listener;
    private final List<AcceptModel> accepts = new ArrayList<>();
    private AcceptStreamModel acceptStream;
    private int connecting; // submitted to this listener, and not accepted
    private int accepted;

    // Of which the other end is not known yet, by the client's address.
    private final Map<InetSocketAddress, ConnectModel> clients = new HashMap<>();
    private final Map<InetSocketAddress, CompletionSocket> servers = new HashMap<>();
    private final Set<InetSocketAddress> lost = new HashSet<>(); // of which the other end was closed at once

    ConnectionsModel(CompletionWorld world) throws IOException {
        this.world = world;
        port = world.port;
        vain = new ConnectModel(world, this, port.connect(vacant.address()), -1);
        world.add(vain);
        if (world.features.files()) {
            file = port.openFile(world.file.path());
        }
        listen(false);
    }

    private void listen(boolean isOwn) throws IOException {
        if (isOwn && world.features.addresses()) {
            try (OpenDescriptor its = DirectSockets.listen(OwnLoopback.any(), BACKLOG)) {
                listener = port.adoptListener(its);
            }
        } else {
            listener = port.openListener();
            listener.bind(OwnLoopback.any(), BACKLOG);
        }
        accepts.clear();
        for (int i = 0; i < ACCEPTS; i++) {
            AcceptModel accept = new AcceptModel(world, this, listener);
            accepts.add(accept);
            world.add(accept);
        }
        acceptStream = new AcceptStreamModel(world, this, listener);
        world.add(acceptStream);
        for (int i = 0; i < PLACES; i++) {
            usual[i] = new ConnectModel(world, this, port.connect(listener.localAddress()), i);
            connects[i] = usual[i];
            world.add(usual[i]);
        }
        connecting = strangers(listener.localAddress());
    }

    /** {@return how many connects to an earlier listener are under way whose number this one has got} */
    private int strangers(InetSocketAddress address) {
        int count = 0;
        for (Expected each : world.operations()) {
            if (each.pending && each instanceof ConnectModel connect && connect.isTo(address)) {
                count++;
            }
        }
        return count;
    }

    EndModel end(int which) {
        return ends[which % ends.length];
    }

    ReadModel read(EndModel end, int which) {
        return operations.get(end).read(which);
    }

    WriteModel write(EndModel end, int which) {
        return operations.get(end).write(which);
    }

    WriteModel writeMuch(EndModel end) {
        return operations.get(end).writeMuch();
    }

    ReadStreamModel stream(EndModel end) {
        return operations.get(end).stream();
    }

    // ---- Connecting ----

    void connect(CompletionActions actions, int a, long timeoutNanos) throws IOException {
        int place = a % PLACES;
        if (ends[2 * place] == null && !clients.containsValue(connects[place])) {
            if (!connects[place].pending && port.isOpen()) {
                connects[place] =
                        a / PLACES % OWN == 1 && world.features.addresses() ? ofOwnSocket(place) : usual[place];
            }
            ConnectModel connect = connects[place];
            actions.submit(connect, timeoutNanos, () -> connecting++, () -> connecting--);
            accept(actions, 0);
        }
    }

    /** Its owner has closed it already: the port's is the last to do so. */
    private ConnectModel ofOwnSocket(int place) throws IOException {
        try (OpenDescriptor its = DirectSockets.open()) {
            ConnectModel made = new ConnectModel(world, this, port.adoptSocket(its), listener.localAddress(), place);
            world.add(made);
            return made;
        }
    }

    void accept(CompletionActions actions, long timeoutNanos) {
        for (AcceptModel each : accepts) {
            if (!each.pending) {
                actions.submit(each, timeoutNanos, () -> {}, () -> {});
                return;
            }
        }
        actions.submit(accepts.get(0), timeoutNanos, () -> {}, () -> {});
    }

    void connectInVain(CompletionActions actions, int a, long timeoutNanos) {
        actions.submit(vain, timeoutNanos, () -> {}, () -> {});
    }

    void connected(ConnectModel connect, CompletionSocket socket) throws IOException {
        if (connect == vain) {
            throw new AssertionError("somebody listens at " + vain);
        }
        if (connect != connects[connect.place] || !port.isOpen()) { // its listener is closed
            socket.close();
            return;
        }
        InetSocketAddress address = socket.localAddress();
        connect.checkLocal(address);
        if (lost.remove(address)) {
            socket.close();
            return;
        }
        clients.put(address, connect);
        match(address);
    }

    boolean isRefused(ConnectModel connect) {
        return connect == vain || connect != connects[connect.place];
    }

    /** {@return true if there is a connection to be accepted} */
    boolean isAcceptDue(CompletionListener at) {
        return at == listener && !clients.isEmpty();
    }

    /** {@return true if no stream may keep what an accept waits for} */
    boolean isAcceptAlone(CompletionListener at) {
        return at == listener && !acceptStream.mayKeep();
    }

    AcceptStreamModel acceptStream() {
        return acceptStream;
    }

    /** A connection was accepted. */
    void accepted(CompletionListener at, CompletionSocket fresh) throws IOException {
        if (at != listener || !port.isOpen()) {
            fresh.close(); // it was accepted, and then the listener was closed
            return;
        }
        if (connecting-- <= 0) {
            throw new AssertionError("a connection that nobody has made: " + fresh);
        }
        CompletionSocket socket = ++accepted % MOVED == 0 && world.features.addresses() ? moved(fresh) : fresh;
        InetSocketAddress address = socket.remoteAddress();
        if (address == null) { // its connect was cancelled
            socket.close();
            return;
        }
        servers.put(address, socket);
        match(address);
    }

    /** Takes a connection out of its port, and lends it to the same one. */
    private CompletionSocket moved(CompletionSocket socket) throws IOException {
        try (OpenDescriptor taken = socket.detach()) {
            assertFalse(socket.isOpen());
            assertThrows(ClosedChannelException.class, socket::detach);
            socket.close();
            return port.adoptSocket(taken);
        }
    }

    private void match(InetSocketAddress client) {
        ConnectModel connect = clients.get(client);
        CompletionSocket server = servers.get(client);
        if (connect == null || server == null) {
            return;
        }
        clients.remove(client);
        servers.remove(client);
        tags += 2;
        EndModel first = new EndModel(connect.socket, tags);
        EndModel second = new EndModel(server, tags + 1);
        first.peer = second;
        second.peer = first;
        ends[2 * connect.place] = first;
        ends[2 * connect.place + 1] = second;
        operations.put(first, new EndOperations(world, first));
        operations.put(second, new EndOperations(world, second));
    }

    /** A connection that was accepted is closed, because the callback that got it has thrown. */
    void lost(CompletionSocket socket) {
        servers.entrySet().removeIf(each -> each.getValue() == socket && lost.add(each.getKey()));
        for (EndModel each : ends) {
            if (each != null && each.socket == socket && !each.closed) {
                each.closesUnseen |= world.isShared(); // the port closes it after the callback
                each.closed();
            }
        }
    }

    void acceptStream(CompletionActions actions, long timeoutNanos) {
        if (!port.isOpen()) {
            assertThrows(ShutdownChannelGroupException.class, acceptStream.its::submit);
        } else {
            acceptStream.submit(actions, timeoutNanos);
        }
    }

    /** @param isOwn whether the next one is one that the program has opened */
    void closeListener(boolean isOwn) throws IOException {
        if (!port.isOpen()) {
            return;
        }
        listener.close();
        acceptStream.channelClosed();
        acceptStream.closed = true;
        accepts.forEach(OperationModel::channelClosed);
        closeHalves();
        listen(isOwn);
    }

    /** Closes those of which only one end is known. */
    private void closeHalves() {
        clients.values().forEach(each -> each.socket.close());
        clients.clear();
        servers.values().forEach(CompletionSocket::close);
        servers.clear();
        lost.clear();
    }

    // ---- Connections ----

    void sendFile(CompletionActions actions, EndModel end, int count, long timeoutNanos) throws IOException {
        boolean gone = end.peer.closed || end.mayBeReset || end.outputShut;
        if (!world.features.files() || gone && !world.features.endsToTheGone()) {
            return;
        }
        WriteModel send = operations.get(end).sendFile(file);
        SendFileOperation its = (SendFileOperation) send.its;
        if (send.pending || !port.isOpen() || end.hasPendingWrites()) { // see SendFileOperation
            return;
        }
        its.range(world.file.put(end.out, count), count);
        actions.submit(send, timeoutNanos, () -> send.prepareFile(count), send::forget);
    }

    void shutdownOutput(CompletionActions actions, EndModel end, long timeoutNanos) {
        if (world.features.endsToTheGone()) {
            ShutdownOutputModel shutdownOutput = operations.get(end).shutdownOutput();
            actions.submit(shutdownOutput, timeoutNanos, shutdownOutput::prepare, shutdownOutput::forget);
        }
    }

    void closeWhenWritten(EndModel end) {
        if (port.isOpen()) {
            ReadStreamModel stream = stream(end);
            end.peer.torn |= stream.pending; // what has arrived is given up
            stream.channelClosed();
            end.closeWhenWritten(world.isShared() || world.lent.isUntoldTo(end));
        }
    }

    void checkOpen() {
        for (EndModel each : ends) {
            if (each != null && port.isOpen() && !each.closesUnseen && each.closed == each.socket.isOpen()) {
                throw new AssertionError(each + (each.closed ? " was to be closed" : " was to be open"));
            }
        }
    }

    /** A callback has returned. */
    void wasTold() {
        for (EndModel each : ends) {
            if (each != null) {
                each.wasTold();
            }
        }
    }

    void close(EndModel end) {
        if (!port.isOpen()) {
            return;
        }
        if (!end.closed) {
            end.close();
        }
        if (end.peer.closed) { // the place is free
            for (int i = 0; i < ends.length; i++) {
                if (ends[i] == end || ends[i] == end.peer) {
                    ends[i] = null;
                }
            }
        }
    }

    // ---- The port's end ----

    /** All is about to be closed. */
    void portClosed() {
        acceptStream.closed = true;
        for (EndModel each : ends) {
            if (each != null && !each.closed) {
                each.closedWithPort();
            }
        }
        world.operations().forEach(Expected::channelClosed);
    }

    void release() {
        try {
            vacant.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        if (file != null) {
            file.close();
        }
        for (EndModel each : ends) {
            if (each != null && each.socket.isOpen()) {
                throw new AssertionError("its port is closed: " + each);
            }
        }
    }
}
