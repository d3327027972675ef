package io.trunkline.mqtt;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Where a channel's client is, by the word of whom we believe, and its place among those who wait. Changed on the channel's loop only. */
final class Origin {
    private static final AttributeKey<Origin> KEY = AttributeKey.valueOf(Origin.class, "origin");

    private final Arrivals.Place place;
    private volatile @Nullable InetSocketAddress address;

    private Origin(Arrivals.Place place) {
        this.place = place;
    }

    /** Remembers it with the channel; the place is given back when that closes, if not before. */
    static Origin of(Channel channel, Arrivals.Place place) {
        var origin = new Origin(place);
        channel.attr(KEY).set(origin);
        channel.closeFuture().addListener(closed -> place.leave());
        return origin;
    }

    static Origin of(Channel channel) {
        var origin = channel.attr(KEY).get();
        if (origin == null) {
            throw new IllegalStateException("not of this door");
        }
        return origin;
    }

    /** False when too many of there wait. */
    boolean is(InetSocketAddress known) {
        address = known;
        return place.of(known.getAddress());
    }

    @Nullable
    InetSocketAddress known() {
        return address;
    }

    InetSocketAddress address() {
        var known = address;
        if (known == null) {
            throw new IllegalStateException("not known yet");
        }
        return known;
    }

    /** It has logged in. */
    void entered() {
        place.leave();
    }
}
