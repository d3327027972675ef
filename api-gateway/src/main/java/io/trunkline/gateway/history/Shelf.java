package io.trunkline.gateway.history;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the gateway knows of one topic's log: how far it goes, by its writer's word, and its newest publications. */
final class Shelf {
    private final Key key;
    private final Newest newest = new Newest();
    private @Nullable Place place;
    private int waiting;
    private int losses;

    /** A topic of an application. */
    record Key(ApplicationId application, Topic topic) {}

    Shelf(Key key) {
        this.key = key;
    }

    Key key() {
        return key;
    }

    /** Null when nobody has looked yet. */
    synchronized @Nullable Place place() {
        return place;
    }

    /** How often it had to be looked at again. */
    synchronized int losses() {
        return losses;
    }

    /** What a reader has found that began to look after so many losses: what is lost meanwhile it does not know. */
    synchronized Place found(Place read, int since) {
        return since == losses ? placed(read) : read;
    }

    /** What the writer has read, or a reader; the writer may have gone on since, and then knows better. */
    synchronized Place placed(Place read) {
        var known = place;
        var now = known == null || known.topic() == 0 ? read : known.from(Math.max(known.floor(), read.floor()));
        place = now;
        return now;
    }

    /** A publication has been committed. */
    synchronized void add(Publication publication) {
        var offset = Objects.requireNonNull(publication.position()).offset();
        var known = place;
        if (known != null && known.head() + 1 == offset) {
            place = known.to(offset);
            newest.add(offset, publication);
        }
    }

    /** What is below has been dropped, in this epoch. */
    synchronized void dropped(String epoch, long floor) {
        var known = place;
        if (known != null && known.epoch().equals(epoch) && known.floor() < floor) {
            place = known.from(floor);
        }
    }

    /** Somebody else has written here: it has to be looked at again. */
    synchronized void lose() {
        losses++;
        place = null;
        newest.clear();
    }

    synchronized boolean drop(Position position) {
        return isOf(position.epoch()) && newest.drop(position.offset());
    }

    private boolean isOf(String epoch) {
        return place != null && place.epoch().equals(epoch);
    }

    /** Something waits to be written here. */
    synchronized Shelf hold() {
        waiting++;
        return this;
    }

    synchronized void letGo() {
        waiting--;
    }

    /** Whether nothing is lost when it is looked for again. */
    synchronized boolean isBare() {
        return waiting == 0 && newest.isEmpty();
    }

    /** Those of two offsets of an epoch and between them; null when they are not all among the newest, or another epoch has begun. */
    synchronized @Nullable List<Publication> newest(String epoch, long from, long until) {
        if (!isOf(epoch) || !newest.has(from) || !newest.has(until)) {
            return null;
        }
        var found = new ArrayList<Publication>((int) (until - from + 1));
        newest.copy(from, until, found);
        return found;
    }
}
