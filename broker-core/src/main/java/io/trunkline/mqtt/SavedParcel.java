package io.trunkline.mqtt;

import io.trunkline.broker.message.Publication;
import java.util.List;

/**
 * A publication as it is kept over the process's end, for the sessions that it waits for.
 *
 * @param number its own for good
 * @param publication at its position, if it has one
 * @param addressees each session once
 */
public record SavedParcel(long number, Publication publication, List<Addressee> addressees) {
    /**
     * One of the sessions, and what it makes of the publication.
     *
     * @param incarnation of the session: another one that has begun under its id has nothing of it
     * @param turn the session's own order, in which it hears what waits for it; above 0
     */
    public record Addressee(String sessionId, long incarnation, long turn, DeliveryTerms terms) {}

    public SavedParcel {
        addressees = List.copyOf(addressees);
    }
}
