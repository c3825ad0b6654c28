package io.halfshake.diagnosis;

import io.halfshake.CheckResult;

/** Service down, or server down? */
public enum DiagnosisVerdict {
    /** The port answered, and nothing shows that something else answers for every port. See {@link CheckResult.Up}. */
    SERVICE_UP("service up"),
    /**
     * The port did not answer, and the host is alive: a RST, a SYN-ACK from another port, an echo reply.
     *
     * <p>A firewall can send a RST in the name of a host that is dead. The engines {@code half-open} and
     * {@code connect} moreover report a RST for an ICMP "port unreachable", which the kernel folds into the same error;
     * usually the host sends it, sometimes a firewall. The engine {@code syn} tells the two apart.
     */
    SERVICE_DOWN("service down, the host is alive"),
    /** The target has no port, and the host is alive. */
    HOST_UP("host up"),
    /**
     * The host is down or out of reach: a router reports by ICMP that it has no route to it or got no answer from its
     * address, and nothing contradicts that; or nothing answered, not even an echo request. A firewall that drops
     * everything looks the same as the latter.
     */
    HOST_DOWN("host down or out of reach"),
    /**
     * Two ports that should be closed answered with a SYN-ACK, whatever the target's port did: something answers for
     * other ports too, such as a proxy, a load balancer or a SYN-cookie firewall, so that an answer proves nothing.
     */
    INTERCEPTED("intercepted, ports answer that should be closed"),
    /** Something on this side prevented the checks, or the results have more than one meaning. */
    CANNOT_TELL("cannot tell");

    private final String words;

    DiagnosisVerdict(String words) {
        this.words = words;
    }

    /**
     * The verdict in words; its wording may change between releases.
     *
     * @return such as {@code service down, the host is alive}
     */
    public String describe() {
        return words;
    }
}
