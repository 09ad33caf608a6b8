package dev.pollux.internal.socket;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;

/** Exceptions of the JDK's that have no place for a message, with one. Whoever catches them by their type finds them. */
public final class Refusals {
    private Refusals() {}

    /**
     * {@return what a socket says of an address that it can't use}
     *
     * @param family the socket's address family: {@code INET}, {@code INET6} or {@code UNIX}
     * @param address the address, or null
     */
    public static UnsupportedAddressTypeException unsupported(String family, SocketAddress address) {
        String what = "a socket of family " + family + " can't use the address " + address;
        boolean isInet6 = address instanceof InetSocketAddress inet
                && !inet.isUnresolved()
                && !(inet.getAddress() instanceof Inet4Address);
        return new Unsupported(
                family.equals("INET") && isInet6
                        ? what + ", which is IPv6. Sockets are of IPv4 only where the system has no IPv6, or"
                                + " java.net.preferIPv4Stack is set: take an IPv4 address, or change that"
                        : what
                                + (address == null
                                        ? ""
                                        : " (" + address.getClass().getSimpleName() + ")"));
    }

    /**
     * {@return what is said of an address that is of no known kind, or of another one than is asked for}
     *
     * @param message what is wrong
     */
    public static UnsupportedAddressTypeException unsupported(String message) {
        return new Unsupported(message);
    }

    /**
     * {@return what is said of a host name without an address}
     *
     * @param address the unresolved address
     */
    public static UnresolvedAddressException unresolved(SocketAddress address) {
        return new Unresolved(
                "the host name in " + address + " has no address: the look-up found none, or was not made");
    }

    /**
     * {@return what is said of a listener without an address}
     *
     * @param listener the listener
     */
    public static NotYetBoundException notYetBound(Object listener) {
        return new NotYetBound(listener + " has no address yet: call its bind first");
    }

    /**
     * {@return what is said of a second bind}
     *
     * @param socket the socket
     */
    public static AlreadyBoundException alreadyBound(Object socket) {
        return new AlreadyBound(socket + " has its address already: a socket is bound once");
    }

    /**
     * {@return what is said where it is not plain which of two is closed}
     *
     * @param what which one
     */
    public static ClosedChannelException closed(Object what) {
        return new Closed(what + " is closed");
    }

    /** The JDK's name, since a class of ours would say nothing to its reader. */
    private static String text(Throwable refusal) {
        return refusal.getClass().getSuperclass().getName() + ": " + refusal.getMessage();
    }

    private static final class Unsupported extends UnsupportedAddressTypeException {
        private static final long serialVersionUID = 1L;

        private final String message;

        Unsupported(String message) {
            this.message = message;
        }

        @Override
        public String getMessage() {
            return message;
        }

        @Override
        public String toString() {
            return text(this);
        }
    }

    private static final class AlreadyBound extends AlreadyBoundException {
        private static final long serialVersionUID = 1L;

        private final String message;

        AlreadyBound(String message) {
            this.message = message;
        }

        @Override
        public String getMessage() {
            return message;
        }

        @Override
        public String toString() {
            return text(this);
        }
    }

    private static final class Closed extends ClosedChannelException {
        private static final long serialVersionUID = 1L;

        private final String message;

        Closed(String message) {
            this.message = message;
        }

        @Override
        public String getMessage() {
            return message;
        }

        @Override
        public String toString() {
            return text(this);
        }
    }

    private static final class Unresolved extends UnresolvedAddressException {
        private static final long serialVersionUID = 1L;

        private final String message;

        Unresolved(String message) {
            this.message = message;
        }

        @Override
        public String getMessage() {
            return message;
        }

        @Override
        public String toString() {
            return text(this);
        }
    }

    private static final class NotYetBound extends NotYetBoundException {
        private static final long serialVersionUID = 1L;

        private final String message;

        NotYetBound(String message) {
            this.message = message;
        }

        @Override
        public String getMessage() {
            return message;
        }

        @Override
        public String toString() {
            return text(this);
        }
    }
}
