package io.halfshake.server.service;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps the messages, in place of a service manager. */
public final class RecordingSocket implements NotifySocket {
    private final List<String> messages = new ArrayList<>();
    private boolean broken;
    private int attempts;

    /** A service manager that is notified by this socket. */
    public ServiceManager manager() {
        return manager(Map.of());
    }

    /** One that sets further variables of the environment. */
    public ServiceManager manager(Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(more);
        variables.put("NOTIFY_SOCKET", "/run/test");
        return ServiceManager.of(variables, 7, name -> this);
    }

    @Override
    public synchronized void send(String message) throws IOException {
        attempts++;
        if (broken) {
            throw new IOException("broken");
        }
        messages.add(message);
    }

    @Override
    public long monotonicMicros() {
        return 42;
    }

    synchronized void setBroken(boolean isBroken) {
        broken = isBroken;
    }

    synchronized int attempts() {
        return attempts;
    }

    /** What was sent since the last call. */
    public synchronized List<String> take() {
        List<String> taken = List.copyOf(messages);
        messages.clear();
        return taken;
    }
}
