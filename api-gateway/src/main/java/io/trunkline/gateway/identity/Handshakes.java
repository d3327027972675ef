package io.trunkline.gateway.identity;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.gateway.address.AddressRanges;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Slows down clients that come, or show new tokens, without pause: some libraries do so after each close that a policy made. */
public final class Handshakes {
    private static final int MOST = 100_000;
    private static final int NETWORK_OCTETS = 8;

    private record Client(ApplicationId application, String subject) {}

    private final @Nullable AttemptBuckets<Client> subjects;
    private final @Nullable AttemptBuckets<ByteBuffer> addresses;
    private final AddressRanges exempt;

    /** @param ticker monotonic nanoseconds */
    Handshakes(HandshakeProperties settings, LongSupplier ticker) {
        this.subjects = buckets(settings.subjectBurst(), settings.subjectPerSecond(), ticker);
        this.addresses = buckets(settings.addressBurst(), settings.addressPerSecond(), ticker);
        this.exempt = AddressRanges.of(settings.exempt());
    }

    private static <K> @Nullable AttemptBuckets<K> buckets(int burst, int perSecond, LongSupplier ticker) {
        return perSecond == 0 ? null : new AttemptBuckets<>(burst, perSecond, MOST, ticker);
    }

    /** Counts an attempt before its token is looked at. @throws Refused RATE_EXCEEDED */
    public void from(InetAddress address) {
        if (addresses != null && !exempt.contains(address) && !addresses.tryTake(network(address))) {
            throw refused("this address");
        }
    }

    /** Counts the attempt of one who has shown a good token; who has no subject is not counted. @throws Refused RATE_EXCEEDED */
    public void by(Principal client, InetAddress address) {
        if (subjects == null || client.subject().isEmpty() || exempt.contains(address)) {
            return;
        }
        if (!subjects.tryTake(new Client(client.application(), client.subject()))) {
            throw refused("this subject");
        }
    }

    /** Counts a new token of an open line, before it is looked at; the line is one of its client's, who has a subject by now. @throws Refused RATE_EXCEEDED */
    public void again(Principal client, InetAddress address) {
        from(address);
        by(client, address);
    }

    private static ByteBuffer network(InetAddress address) {
        var octets = address.getAddress();
        return ByteBuffer.wrap(Arrays.copyOf(octets, Math.min(octets.length, NETWORK_OCTETS)));
    }

    private static Refused refused(String who) {
        return new Refused(Reason.RATE_EXCEEDED, "Too many connections or new tokens of " + who + " in a short time");
    }
}
