package io.halfshake.monitor;

import io.halfshake.CheckResult;

/** Service down, or server down? */
public enum Verdict {
    /** The port answered, and nothing shows that something else answers for every port. See {@link CheckResult.Up}. */
    SERVICE_UP("service up"),
    /**
     * The port did not answer, and the host gave a sign of life: a RST, a SYN-ACK from another port, an echo reply.
     *
     * <p>A firewall can send a RST in the name of a host that is dead. The engines {@code half-open} and
     * {@code connect} moreover report a RST for an ICMP "port unreachable", which the kernel folds into the same error;
     * the host sends that as a rule, and now and then a firewall. The engine {@code syn} tells the two apart.
     */
    SERVICE_DOWN("service down, the host is alive"),
    /** No port was asked about, and the host gave a sign of life. */
    HOST_UP("host up"),
    /**
     * The host is down or out of reach: a router says by ICMP that there is no way to it, or nobody at its address, and
     * nothing speaks against that; or nothing answered, not even an echo request. A firewall that drops everything
     * looks the same as the latter.
     */
    HOST_DOWN("host down or out of reach"),
    /**
     * Two ports that should be closed answered with a SYN-ACK, whatever the port asked about did: something answers for
     * other ports too, such as a proxy, a load balancer or a SYN-cookie firewall, so that an answer proves nothing.
     */
    INTERCEPTED("intercepted, ports answer that should be closed"),
    /** Something on this side was in the way, or what was found has more than one meaning. */
    CANNOT_TELL("cannot tell");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /**
     * The verdict for people; its wording may change between releases.
     *
     * @return such as {@code service down, the host is alive}
     */
    public String describe() {
        return words;
    }
}
