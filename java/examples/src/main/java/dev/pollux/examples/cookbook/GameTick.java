package dev.pollux.examples.cookbook;

import dev.pollux.LoopTimer;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.UdpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A game's server: players send moves at any time, and 50 times a second all get the same world. */
public final class GameTick {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int MAX_PLAYERS = 64;
    private static final int MAX_MOVES = 256; // in one event: a flood must not keep the tick waiting

    private final UdpSocket socket;
    private final ByteBuffer datagram = ByteBuffer.allocateDirect(1200); // no path cuts it in pieces
    private final Map<InetSocketAddress, Player> players = new LinkedHashMap<>();
    private final LoopTimer timer;
    private long nextTickNanos;
    private int tick;

    private static final class Player {
        private int position;
        private long heardNanos;
    }

    private GameTick(ReadinessDispatcher loop, UdpSocket socket) throws IOException {
        this.socket = socket;
        loop.register(socket, Interest.READ, this::receive);
        timer = loop.timer(this::tick);
        nextTickNanos = System.nanoTime() + TICK_NANOS;
        timer.schedule(TICK_NANOS);
    }

    /** A move is one byte, a step from -128 to 127. */
    private void receive(Registration registration, Readiness readiness) throws IOException {
        for (int i = 0; i < MAX_MOVES && socket.receive(datagram.clear()); i++) { // what is left is told again
            if (datagram.flip().remaining() != 1) {
                continue; // it is no move of this game
            }
            Player player = players.get(socket.sender());
            if (player == null) {
                if (players.size() == MAX_PLAYERS) { // else anybody could fill the memory
                    continue;
                }
                player = new Player();
                players.put(socket.sender(), player);
            }
            player.position += datagram.get();
            player.heardNanos = System.nanoTime();
        }
    }

    /** A tick that is late is not repeated. The next one keeps to the clock, so the game does not drift. */
    private void tick() {
        long now = System.nanoTime();
        tick++;
        players.values().removeIf(player -> now - player.heardNanos > SILENT_NANOS);
        datagram.clear().putInt(tick).putInt(players.size());
        players.values().forEach(player -> datagram.putInt(player.position));
        datagram.flip();
        for (InetSocketAddress address : players.keySet()) {
            try {
                socket.send(datagram.duplicate(), address); // false if the system has no room: the next tick says more
            } catch (PortUnreachableException e) {
                // the player is gone, and soon silent
            } catch (IOException e) {
                System.err.println(address + ": " + e.getMessage());
            }
        }
        nextTickNanos += TICK_NANOS * Math.max(1, 1 + (now - nextTickNanos) / TICK_NANOS);
        timer.schedule(nextTickNanos - System.nanoTime());
    }

    /** Argument: the port. */
    public static void main(String[] args) throws IOException {
        try (ReadinessDispatcher loop = ReadinessDispatcher.open()) {
            UdpSocket socket = loop.openUdpSocket();
            socket.setOption(
                    StandardSocketOptions.SO_RCVBUF, 1024 * 1024); // for moves that come while the loop is busy
            socket.bind(new InetSocketAddress(Integer.parseInt(args[0])));
            new GameTick(loop, socket);
            System.out.println("listening on port " + socket.localInetAddress().getPort());
            loop.run();
        }
    }
}
