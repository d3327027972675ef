package io.trunkline.broker.routing;

import io.trunkline.broker.message.Publication;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A publication on its way to one subscriber, with the subscriptions that matched it.
 *
 * @param subscription the one, or the first, that matched
 * @param others further subscriptions of the same subscriber that matched as well; mostly empty
 * @param retained it is a topic's last value, brought by the subscription itself and not by a publish
 * @param settlement who wants to know when the subscriber is done with it; null for nobody
 */
public record Delivery(
        Publication publication,
        Subscription subscription,
        List<Subscription> others,
        boolean retained,
        @Nullable Settlement settlement) {
    /** One that nobody waits for. */
    public Delivery(Publication publication, Subscription subscription, List<Subscription> others, boolean retained) {
        this(publication, subscription, others, retained, null);
    }

    public static Delivery of(Publication publication, Subscription subscription) {
        return new Delivery(publication, subscription, List.of(), false);
    }

    public static Delivery retained(Publication publication, Subscription subscription) {
        return new Delivery(publication, subscription, List.of(), true);
    }

    /** One that its subscription has until it is settled. */
    public static Delivery lent(Publication publication, Subscription subscription, Settlement settlement) {
        return new Delivery(publication, subscription, List.of(), false, settlement);
    }

    /** The highest quality of service that the subscriptions allow for this publication. */
    public int qos() {
        var most = subscription.options().qos();
        for (var other : others) {
            most = Math.max(most, other.options().qos());
        }
        return Math.min(most, publication.message().qos());
    }

    /** Whether a cursor brings the publication to any of the subscriptions, if the topic's log has it. */
    public boolean isFed() {
        var fed = subscription.isFed();
        for (var other : others) {
            fed |= other.isFed();
        }
        return fed;
    }

    /** Whether any of the subscriptions wants to be told where the topic's log has it. */
    public boolean tellsPosition() {
        if (publication.position() == null) {
            return false;
        }
        var asked = subscription.options().positions();
        for (var other : others) {
            asked |= other.options().positions();
        }
        return asked;
    }
}
