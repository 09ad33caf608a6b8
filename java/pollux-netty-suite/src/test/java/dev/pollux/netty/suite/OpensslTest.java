package dev.pollux.netty.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.netty.watch.LeakChecked;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A long answer by TLS, Netty's SslHandler with the JDK's provider, as another program's TLS takes it: OpenSSL's. */
@Timeout(300)
@EnabledIf(value = "dev.pollux.netty.suite.Transport#isHere", disabledReason = "the system does not have it")
class OpensslTest extends LeakChecked {
    private static final int SIZE = 100_000_000;

    /** The answer is this, again and again. Its length is a prime number: what came twice, or never, is seen. */
    private static final byte[] PATTERN = new byte[1_000_003];

    static {
        new Random(1).nextBytes(PATTERN);
    }

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void aHundredMegabytesArriveAsTheyWereSent(String version) throws Exception {
        assumeTrue(isOpensslHere(), "there is no openssl(1)");
        X509Bundle certificate = new CertificateBuilder()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        SslContext tls = SslContextBuilder.forServer(
                        certificate.getKeyPair().getPrivate(), certificate.getCertificatePath())
                .sslProvider(SslProvider.JDK)
                .build();
        Path trusted = Files.writeString(folder.resolve("certificate.pem"), certificate.getCertificatePEM());
        Channel listener = Transport.TESTED
                .servers()
                .newInstance()
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(tls.newHandler(channel.alloc()), new Answer());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        try {
            download(((InetSocketAddress) listener.localAddress()).getPort(), trusted, version);
        } finally {
            listener.close().sync();
        }
    }

    private void download(int port, Path trusted, String version) throws Exception {
        Path said = folder.resolve("said");
        Process client = new ProcessBuilder(
                        "openssl",
                        "s_client",
                        "-connect",
                        "127.0.0.1:" + port,
                        "-servername",
                        "localhost",
                        "-verify_hostname",
                        "localhost",
                        "-CAfile",
                        trusted.toString(),
                        "-verify_return_error",
                        "-quiet",
                        version)
                .redirectError(said.toFile())
                .start();
        try {
            client.getOutputStream().write('\n');
            client.getOutputStream().flush();
            compare(client.getInputStream(), said);
            assertEquals(true, client.waitFor(100, TimeUnit.SECONDS), "openssl ends with its connection");
            assertEquals(0, client.exitValue(), Files.readString(said));
        } finally {
            client.destroyForcibly();
        }
    }

    private static void compare(InputStream answer, Path said) throws IOException {
        byte[] bytes = new byte[64 * 1024];
        int position = 0;
        for (int count = answer.read(bytes); count >= 0; count = answer.read(bytes)) {
            for (int at = 0; at < count; ) {
                int from = position % PATTERN.length;
                int length = Math.min(count - at, PATTERN.length - from);
                int differs = Arrays.mismatch(bytes, at, at + length, PATTERN, from, from + length);
                assertEquals(-1, differs, "what differs first after byte " + position);
                at += length;
                position += length;
            }
        }
        assertEquals(SIZE, position, "bytes, and then the end: " + Files.readString(said));
    }

    private static boolean isOpensslHere() throws InterruptedException {
        try {
            return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** To the first byte, as fast as it can be written, and with an end. */
    private static final class Answer extends SimpleChannelInboundHandler<ByteBuf> {
        private static final int PIECE = 50_000;
        private int position = -1;

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf request) {
            if (position < 0) {
                position = 0;
                write(context);
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            write(context);
        }

        private void write(ChannelHandlerContext context) {
            while (position >= 0 && position < SIZE && context.channel().isWritable()) {
                int from = position % PATTERN.length;
                int length = Math.min(Math.min(PIECE, PATTERN.length - from), SIZE - position);
                position += length;
                var written = context.writeAndFlush(
                        context.alloc().directBuffer(length).writeBytes(PATTERN, from, length));
                if (position == SIZE) {
                    written.addListener(ChannelFutureListener.CLOSE);
                }
            }
        }
    }
}
