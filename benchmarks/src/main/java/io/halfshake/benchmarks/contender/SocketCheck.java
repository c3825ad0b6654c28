package io.halfshake.benchmarks.contender;

import io.halfshake.benchmarks.workload.Expected;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** {@code Socket.connect}, with zero linger so that no connection remains in TIME_WAIT. */
final class SocketCheck implements BlockingCheck {
    @Override
    public Expected check(InetSocketAddress target, int timeoutMillis) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoLinger(true, 0);
            socket.connect(target, timeoutMillis);
            return Expected.UP;
        } catch (SocketTimeoutException e) {
            return Expected.SILENT;
        } catch (ConnectException e) {
            return Expected.REFUSED;
        }
    }
}
