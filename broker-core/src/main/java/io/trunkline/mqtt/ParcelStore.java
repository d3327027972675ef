package io.trunkline.mqtt;

import java.util.List;
import reactor.core.publisher.Mono;

/** Where what waits for clients that are away is kept over the process's end. Nothing happens before subscription, and nothing blocks. */
public interface ParcelStore {
    /** Keeps nothing: what waits ends with the process. */
    ParcelStore FORGETFUL = new ParcelStore() {
        @Override
        public Mono<Void> write(Change change) {
            return Mono.empty();
        }

        @Override
        public Mono<Kept> read() {
            return Mono.just(new Kept(1, List.of()));
        }
    };

    /**
     * What is to be put down, each parcel at most once; some megabytes at most, or a single parcel that is larger.
     *
     * @param added in the order of their numbers; one that is there already becomes what it is here
     * @param lessened with those for whom they still wait; they are there, and nothing else has changed
     * @param removed the numbers of those that wait for nobody, or were never there
     */
    record Change(List<SavedParcel> added, List<SavedParcel> lessened, List<Long> removed) {
        public Change {
            added = List.copyOf(added);
            lessened = List.copyOf(lessened);
            removed = List.copyOf(removed);
        }
    }

    /**
     * What earlier processes have put down.
     *
     * @param first where this process numbers its own from: more than all that there ever were, and above 0
     * @param parcels in the order of their numbers
     */
    record Kept(long first, List<SavedParcel> parcels) {
        public Kept {
            parcels = List.copyOf(parcels);
        }
    }

    /** Completes when all of it is safe, and fails when any may not be. One call at a time. */
    Mono<Void> write(Change change);

    /** Asked once by each process, before it writes; again when that has failed. */
    Mono<Kept> read();
}
