package io.trunkline.mqtt;

import io.trunkline.broker.routing.Delivery;
import java.util.ArrayList;
import java.util.List;

/**
 * What the subscriptions that a delivery matched make of it for their one subscriber (MQTT 5, section 3.3.4).
 *
 * @param qos the highest that any of them was granted, at most the publisher's; where the position is told at least 1 if that was granted, as what is published at
 *     QoS 0 would pass what waits for the window, and its reader come back from behind it
 * @param retain whether the packet is marked as retained
 * @param identifiers of all of them that have one
 * @param position whether it says where the topic's log has it
 */
public record DeliveryTerms(int qos, boolean retain, List<Integer> identifiers, boolean position) {
    private static final DeliveryTerms[] PLAIN = {
        new DeliveryTerms(0, false, List.of(), false),
        new DeliveryTerms(1, false, List.of(), false),
        new DeliveryTerms(2, false, List.of(), false)
    };

    public DeliveryTerms {
        identifiers = List.copyOf(identifiers);
    }

    static DeliveryTerms of(Delivery delivery) {
        var first = delivery.subscription().options();
        var granted = first.qos();
        var asPublished = first.retainAsPublished();
        List<Integer> identifiers = first.identifier() > 0 ? List.of(first.identifier()) : List.of();
        for (var other : delivery.others()) {
            granted = Math.max(granted, other.options().qos());
            asPublished |= other.options().retainAsPublished();
            if (other.options().identifier() > 0) {
                identifiers = with(identifiers, other.options().identifier());
            }
        }
        var message = delivery.publication().message();
        var retain = delivery.retained() || (asPublished && message.retain());
        var position = delivery.tellsPosition();
        var qos = position ? Math.max(Math.min(1, granted), delivery.qos()) : delivery.qos();
        return !retain && identifiers.isEmpty() && !position
                ? PLAIN[qos]
                : new DeliveryTerms(qos, retain, identifiers, position);
    }

    private static List<Integer> with(List<Integer> identifiers, int added) {
        var all = new ArrayList<>(identifiers);
        all.add(added);
        return all;
    }

    /** The same, without what is left out where there is no room for it. */
    DeliveryTerms withoutPosition() {
        return new DeliveryTerms(qos, retain, identifiers, false);
    }

    /** Whether every receiver of the same version gets the same bytes. */
    boolean isPlain() {
        return qos == 0 && !retain && identifiers.isEmpty() && !position;
    }

    /** The first byte of the packet. */
    int first() {
        return PublishPacket.TYPE | (qos << 1) | (retain ? PublishPacket.RETAIN : 0);
    }
}
