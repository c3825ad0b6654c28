package io.halfshake.server.web;

import io.halfshake.internal.FailSafe;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A connection of TLS, and one of its own to the server behind. Its thread makes the handshake and carries requests; a
 * second one carries responses. Only the socket below TLS is ever closed from elsewhere: to close that of TLS is to
 * write, and may wait for the same client.
 */
final class TlsConnection implements Runnable {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final int CHUNK_BYTES = 16_384;

    /** Of the connection to the server behind: what waits there is not yet with the client. */
    private static final int BUFFER_BYTES = 65_536;

    private static final System.Logger LOG = System.getLogger("io.halfshake");

    private final TlsListener owner;
    private final Socket client;
    private final Socket server = new Socket();
    private final InetSocketAddress serverAddress;
    private final SocketDeadline deadline;
    private final CountDownLatch responsesEnded = new CountDownLatch(1);

    TlsConnection(TlsListener owner, Socket client, InetSocketAddress serverAddress) {
        this.owner = owner;
        this.client = client;
        this.serverAddress = serverAddress;
        this.deadline = new SocketDeadline(client, owner.timer());
    }

    @Override
    public void run() {
        try {
            relay(handshake());
        } catch (IOException | RejectedExecutionException e) {
            // It is closed, by the client, the server or a deadline.
            LOG.log(Level.DEBUG, "web: connection ended", e);
        } catch (RuntimeException | Error e) {
            FailSafe.log(Level.WARNING, "web: connection failed", e);
        } finally {
            close();
        }
    }

    private SSLSocket handshake() throws IOException {
        client.setTcpNoDelay(true);
        deadline.start(owner.limits().handshake());
        try {
            SSLSocketFactory factory = owner.certificate().context().getSocketFactory();
            SSLSocket tls = (SSLSocket) factory.createSocket(client, null, true);
            tls.setEnabledProtocols(PROTOCOLS);
            tls.startHandshake();
            return tls;
        } finally {
            deadline.cancel();
        }
    }

    private void relay(SSLSocket tls) throws IOException {
        server.setReceiveBufferSize(BUFFER_BYTES);
        server.setTcpNoDelay(true);
        // Not bound: that would keep the port from each connect of the machine until the end of its TIME_WAIT.
        server.connect(serverAddress, (int) owner.limits().handshake().toMillis());
        // The server has to know whose the port is before a request comes from it.
        owner.opened(server.getLocalPort(), this);
        // Asked after it: what has the port now need not be the server, and must not get a password.
        if (owner.isStopping()) {
            throw new SocketException("stopping");
        }
        startResponses(tls);
        carryRequests(tls);
        awaitResponses();
    }

    /** They are counted before the first request is sent, so that a stop waits for its response. */
    private void startResponses(SSLSocket tls) {
        boolean unused = owner.responses().begin();
        boolean started = false;
        try {
            owner.threads().execute(() -> carryResponses(tls));
            started = true;
        } finally {
            if (!started) {
                owner.responses().end();
            }
        }
    }

    /** Until the client sends no more. What comes after the server has closed its side is for nothing. */
    private void carryRequests(SSLSocket tls) throws IOException {
        InputStream in = tls.getInputStream();
        OutputStream out = server.getOutputStream();
        byte[] buffer = new byte[CHUNK_BYTES];
        boolean open = true;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            open = open && isWritten(out, buffer, count);
        }
        if (open) {
            server.shutdownOutput();
        }
    }

    private static boolean isWritten(OutputStream out, byte[] buffer, int count) {
        try {
            out.write(buffer, 0, count);
            return true;
        } catch (IOException e) {
            // The server has closed it, and its last response may still be on its way to the client.
            LOG.log(Level.DEBUG, "web: request after the end", e);
            return false;
        }
    }

    private void carryResponses(SSLSocket tls) {
        boolean delivered = false;
        try {
            deliverAll(tls);
            // The client has this long to read, and to end the connection: then its system discards nothing unread.
            deadline.start(owner.limits().ending());
            tls.shutdownOutput();
            delivered = true;
        } catch (IOException | RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "web: response not delivered", e);
        } catch (RuntimeException | Error e) {
            FailSafe.log(Level.WARNING, "web: response not delivered", e);
        } finally {
            owner.responses().end();
            if (!delivered) {
                deadline.cancel();
                close();
            }
            responsesEnded.countDown();
        }
    }

    /** After it the port may be another process's: the server has closed its side, or broken the connection off. */
    private void deliverAll(SSLSocket tls) throws IOException {
        try {
            deliver(server.getInputStream(), tls.getOutputStream());
        } finally {
            owner.forget(server.getLocalPort(), this);
        }
    }

    private void deliver(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[CHUNK_BYTES];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            deadline.start(owner.limits().delivery());
            out.write(buffer, 0, count);
            if (in.available() == 0) {
                deadline.cancel();
            }
        }
        deadline.cancel();
    }

    /** A client may send no more, and still wait for the response. */
    private void awaitResponses() {
        try {
            responsesEnded.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    InetAddress clientAddress() {
        return client.getInetAddress();
    }

    /** By any thread. Ends what waits for either side. */
    void close() {
        // Before another process can have the port.
        owner.forget(server.getLocalPort(), this);
        owner.ended(this);
        try (server) {
            client.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "web: connection not closed", e);
        }
    }
}
