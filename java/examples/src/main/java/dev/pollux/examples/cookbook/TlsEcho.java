package dev.pollux.examples.cookbook;

import dev.pollux.LoopTimer;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.WriteQueue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/** An echo server over TLS: the JDK's SSLEngine between the socket and the program. */
public final class TlsEcho implements ReadinessCallback, WriteQueue.Listener {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final Executor WORKERS = ForkJoinPool.commonPool();
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final ReadinessDispatcher loop;
    private final StreamSocket socket;
    private final SSLEngine engine;
    private final ByteBuffer encrypted; // what came, and is not decrypted yet
    private final ByteBuffer plain;
    private final ByteBuffer sealed;
    private final Registration registration;
    private final WriteQueue queue;
    private final LoopTimer idle;
    private boolean working; // a task of the handshake is with a worker

    private TlsEcho(ReadinessDispatcher loop, StreamSocket socket, SSLContext context) throws IOException {
        this.loop = loop;
        this.socket = socket;
        engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        encrypted = ByteBuffer.allocateDirect(engine.getSession().getPacketBufferSize());
        sealed = ByteBuffer.allocateDirect(engine.getSession().getPacketBufferSize());
        plain = ByteBuffer.allocateDirect(engine.getSession().getApplicationBufferSize());
        registration = loop.register(socket, Interest.READ, this);
        queue = WriteQueue.builder(registration).listener(this).open();
        idle = loop.timer(socket::close);
        idle.schedule(IDLE_NANOS);
    }

    @Override
    public void onReady(Registration same, Readiness readiness) throws IOException {
        if (socket.read(encrypted) < 0) {
            socket.close(); // an end without a close_notify: bytes of the peer's may be missing
            return;
        }
        idle.schedule(IDLE_NANOS);
        progress();
    }

    /** Does what the engine needs, until it needs more bytes. What it throws closes the connection. */
    private void progress() throws IOException {
        try {
            while (!working && !queue.isAboveHighWater() && step()) {}
        } catch (SSLException e) {
            wrap(NOTHING); // the alert that tells the peer why
            queue.flush();
            throw e;
        }
    }

    private boolean step() throws IOException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK:
                work(engine.getDelegatedTask());
                return false;
            case NEED_WRAP:
                return wrap(NOTHING);
            default: // NEED_UNWRAP, or there is no handshake
                return unwrap();
        }
    }

    /** The sums of a handshake take a millisecond or more: no other connection of the loop waits for them. */
    private void work(Runnable task) {
        working = true;
        registration.pause();
        WORKERS.execute(() -> {
            task.run();
            loop.execute(() -> {
                working = false;
                if (socket.isOpen()) {
                    registration.resume();
                    resumed();
                }
            });
        });
    }

    private void resumed() {
        try {
            progress();
        } catch (IOException e) { // in a task nobody but us knows which connection has failed
            socket.close();
        }
    }

    private boolean unwrap() throws IOException {
        encrypted.flip();
        SSLEngineResult result = engine.unwrap(encrypted, plain.clear());
        encrypted.compact();
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) { // the peer says that it has sent all
            engine.closeOutbound();
            wrap(NOTHING); // so do we
            registration.modify(Interest.NONE);
            queue.finish();
            return false;
        }
        for (plain.flip(); plain.hasRemaining(); ) {
            if (!wrap(plain)) { // the echo
                throw new SSLException("nothing can be sent any more");
            }
        }
        return result.getStatus() == SSLEngineResult.Status.OK;
    }

    private boolean wrap(ByteBuffer bytes) throws IOException {
        SSLEngineResult result = engine.wrap(bytes, sealed.clear());
        queue.write(sealed.flip());
        return result.getStatus() == SSLEngineResult.Status.OK;
    }

    @Override
    public void onHighWater(WriteQueue full) {
        registration.modify(Interest.NONE);
    }

    @Override
    public void onLowWater(WriteQueue drained) throws IOException {
        if (!engine.isInboundDone()) {
            idle.schedule(IDLE_NANOS);
            registration.modify(Interest.READ);
            progress(); // with what was read already
        }
    }

    @Override
    public void onFinished(WriteQueue finished) {
        idle.cancel();
        socket.close();
    }

    /** Arguments: the port, a PKCS12 file with the key, its password. */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        char[] password = args[2].toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(Path.of(args[1]).toFile(), password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        try (ReadinessDispatcher loop = ReadinessDispatcher.open()) {
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0]));
            var listener = loop.listen(address, socket -> new TlsEcho(loop, socket, context));
            System.out.println(
                    "listening on port " + listener.localInetAddress().getPort());
            loop.run();
        }
    }
}
