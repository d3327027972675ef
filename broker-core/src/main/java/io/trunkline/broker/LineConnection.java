package io.trunkline.broker;

import io.trunkline.broker.LocalBroker.Ports;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.limits.Rate;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.routing.Outbox;
import io.trunkline.broker.routing.Subscriber;
import io.trunkline.broker.routing.Subscription;
import io.trunkline.broker.routing.SubscriptionOptions;
import io.trunkline.broker.routing.SubscriptionTable;
import io.trunkline.broker.topic.Category;
import io.trunkline.broker.topic.TopicFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** A connection on this node and the subscriptions it holds. */
final class LineConnection implements Connection, Subscriber {
    private final Map<Key, Subscription> subscriptions = new LinkedHashMap<>();
    private final Outbox outbox;
    private final Line line;
    private volatile Principal principal;
    private boolean closed;

    /** What a connection needs of the broker. */
    record Line(SubscriptionTable table, Ports ports, int maxSubscriptions, Rate rate, Consumer<LineConnection> gone) {}

    private record Key(TopicFilter filter, @Nullable String group) {}

    /** @param principal bound to its connection's id */
    LineConnection(Principal principal, Outbox outbox, Line line) {
        this.principal = principal;
        this.outbox = outbox;
        this.line = line;
    }

    @Override
    public String id() {
        var id = principal.connectionId();
        return id == null ? "" : id;
    }

    @Override
    public Principal principal() {
        return principal;
    }

    @Override
    public Permissions permissions() {
        return principal.permissions();
    }

    @Override
    public Outbox outbox() {
        return outbox;
    }

    Rate rate() {
        return line.rate();
    }

    @Override
    public Subscription subscribe(TopicFilter filter, SubscriptionOptions options) {
        try {
            return addAllowed(filter, options);
        } catch (Refused no) {
            line.ports().listener().refused(principal.application(), no.reason());
            throw no;
        }
    }

    /** One step for {@link #renew}, so that no subscription slips in between the old rights and the new. */
    private synchronized Subscription addAllowed(TopicFilter filter, SubscriptionOptions options) {
        if (!permissions().maySubscribe(filter)) {
            throw new Refused(
                    filter.category() == Category.PRIVATE ? Reason.FORBIDDEN_PRIVATE : Reason.FORBIDDEN_SUBSCRIBE);
        }
        return add(filter, options);
    }

    /** Subscribes without asking for permission. */
    synchronized Subscription add(TopicFilter filter, SubscriptionOptions options) {
        var key = new Key(filter, options.group());
        if (closed) {
            throw new Refused(Reason.TERMINATED);
        }
        if (!subscriptions.containsKey(key) && subscriptions.size() >= line.maxSubscriptions()) {
            throw new Refused(
                    Reason.LIMIT_REACHED, "a connection holds at most " + line.maxSubscriptions() + " subscriptions");
        }
        var subscription = new Subscription(this, filter, options);
        subscriptions.put(key, subscription);
        line.table().add(principal.application(), subscription);
        return subscription;
    }

    @Override
    public synchronized @Nullable Subscription subscription(TopicFilter filter, @Nullable String group) {
        return subscriptions.get(new Key(filter, group));
    }

    @Override
    public synchronized boolean unsubscribe(TopicFilter filter, @Nullable String group) {
        var key = new Key(filter, group);
        var subscription = filter.category() == Category.PRIVATE ? null : subscriptions.remove(key);
        if (subscription == null) {
            return false;
        }
        line.table().remove(principal.application(), subscription);
        return true;
    }

    @Override
    public synchronized List<Subscription> subscriptions() {
        return List.copyOf(subscriptions.values());
    }

    @Override
    public Flux<Publication> retained(Subscription subscription) {
        return line.ports()
                .log()
                .last(principal.application(), subscription.filter())
                .filter(publication -> publication.topic().category() == Category.PUBLIC
                        || permissions().mayHear(publication.topic()));
    }

    @Override
    public synchronized void renew(Principal renewed) {
        if (!renewed.application().equals(principal.application())) {
            throw new Refused(Reason.FORBIDDEN, "a connection stays in its application");
        }
        principal = renewed.on(id());
        for (var subscription : subscriptions()) {
            var filter = subscription.filter();
            if (filter.category() == Category.SECURE && !permissions().maySubscribe(filter)) {
                unsubscribe(filter, subscription.options().group());
            }
        }
    }

    @Override
    public void close(Reason reason) {
        if (end(reason)) {
            outbox.close(reason);
        }
    }

    /** Ends all but the outbox; false when that was done before. */
    boolean end(Reason reason) {
        synchronized (this) {
            if (closed) {
                return false;
            }
            closed = true;
            subscriptions.values().forEach(held -> line.table().remove(principal.application(), held));
            subscriptions.clear();
        }
        line.gone().accept(this);
        line.ports().listener().disconnected(principal, reason);
        return true;
    }
}
