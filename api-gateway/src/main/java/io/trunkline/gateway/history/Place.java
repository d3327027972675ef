package io.trunkline.gateway.history;

/**
 * Where a topic's log is and how far it goes.
 *
 * @param topic its row; 0 while it has none, because nothing was published there yet
 * @param head the newest offset that is committed
 * @param floor the oldest offset there is a row of; what is below has been dropped
 */
record Place(long application, long topic, String epoch, long head, long floor) {
    Place to(long newHead) {
        return new Place(application, topic, epoch, newHead, floor);
    }

    Place from(long newFloor) {
        return new Place(application, topic, epoch, head, newFloor);
    }
}
