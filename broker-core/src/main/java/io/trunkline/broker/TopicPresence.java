package io.trunkline.broker;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.presence.Attendees;
import io.trunkline.broker.presence.Presence;
import io.trunkline.broker.presence.Present;
import io.trunkline.broker.routing.Subscriber;
import io.trunkline.broker.routing.SubscriptionTable;
import io.trunkline.broker.topic.Topic;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Asks the subscriptions who hears a topic; the platform's own lines are not told of. */
final class TopicPresence implements Presence {
    private final SubscriptionTable table;

    TopicPresence(SubscriptionTable table) {
        this.table = table;
    }

    @Override
    public Attendees on(ApplicationId application, Topic topic, int limit, @Nullable String after) {
        if (limit < 1) {
            throw new IllegalArgumentException("a limit is at least 1");
        }
        var page = new Page(limit, after == null ? "" : after);
        table.readers(application, topic, page::add);
        return page.close();
    }

    /** The first so many connections after one, of all that were added. */
    private static final class Page {
        private final int limit;
        private final String after;
        private final HashSet<String> all = new HashSet<>();
        private final TreeMap<String, Present> named = new TreeMap<>();
        private boolean more;

        Page(int limit, String after) {
            this.limit = limit;
            this.after = after;
        }

        /** One may be added for several of its subscriptions. */
        void add(Subscriber subscriber) {
            if (subscriber instanceof LineConnection line && line.kind().isClient() && all.add(line.id())) {
                name(line);
            }
        }

        private void name(LineConnection line) {
            if (line.id().compareTo(after) <= 0) {
                return;
            }
            named.put(line.id(), new Present(line.principal().subject(), line.id(), line.since()));
            if (named.size() > limit) {
                named.pollLastEntry();
                more = true;
            }
        }

        Attendees close() {
            return new Attendees(all.size(), List.copyOf(named.values()), more ? named.lastKey() : null);
        }
    }
}
