package io.halfshake.linux;

/**
 * Run in a JVM of its own with a small heap: lists sockets while nothing can be allocated, and prints how many of the
 * calls failed and how many sockets are listed.
 */
final class SocketsInAFullHeap {
    static final int SOCKETS = 1_000;

    private SocketsInAFullHeap() {}

    public static void main(String[] arguments) {
        HalfOpenSocket[] sockets = new HalfOpenSocket[SOCKETS];
        for (int i = 0; i < SOCKETS; i++) {
            sockets[i] = socket(i);
        }
        IdleSockets idle = new IdleSockets();
        RetiredSockets retired = new RetiredSockets();
        WaitingSockets waiting = new WaitingSockets();
        int failed = 0;
        HeapFiller.fill();
        for (HalfOpenSocket socket : sockets) {
            try {
                idle.push(socket);
                retired.add(socket);
                waiting.add(socket);
            } catch (OutOfMemoryError e) {
                failed++;
            }
        }
        HeapFiller.release();
        System.out.println("failed " + failed);
        int idleCount = 0;
        while (idle.pop() != null) {
            idleCount++;
        }
        int retiredCount = 0;
        while (retired.poll() != null) {
            retiredCount++;
        }
        int waitingCount = 0;
        for (HalfOpenSocket socket : sockets) {
            waitingCount += socket.isListed ? 1 : 0;
        }
        System.out.println("idle " + idleCount);
        System.out.println("retired " + retiredCount);
        System.out.println("waiting " + waitingCount);
    }

    @SuppressWarnings("NullAway") // A list asks nothing of the loop.
    private static HalfOpenSocket socket(int descriptor) {
        return new HalfOpenSocket(null, descriptor, LibC.AF_INET);
    }
}
