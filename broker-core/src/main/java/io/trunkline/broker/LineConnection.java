package io.trunkline.broker;

import io.trunkline.broker.access.Principal;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.limits.Rate;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.LineState;
import io.trunkline.broker.routing.Offer;
import io.trunkline.broker.routing.Outbox;
import io.trunkline.broker.routing.Progress;
import io.trunkline.broker.routing.Subscriber;
import io.trunkline.broker.routing.Subscription;
import io.trunkline.broker.routing.SubscriptionOptions;
import io.trunkline.broker.topic.Category;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A connection on this node and the subscriptions it holds. */
final class LineConnection implements Connection, Subscriber {
    private static final Logger LOG = LoggerFactory.getLogger(LineConnection.class);

    private final Subscriptions subscriptions;
    private final Outbox outbox;
    private final LineKind kind;
    private final Line line;
    private final Rate rate;
    private final LineNews news;
    private final Consumer<LineConnection> gone;
    private final Instant since;
    private final Joint joint = new Joint(this);
    private final Rights rights;
    private final Feeds feeds;

    /**
     * @param principal bound to its connection's id
     * @param gone hears of its end, once
     */
    LineConnection(Principal principal, Arrival arrival, Line line, Consumer<LineConnection> gone) {
        this.rights = new Rights(
                principal, arrival.tenure(), arrival.kind(), line.ports().directory());
        this.feeds = new Feeds(this, line.feeding());
        this.news = new LineNews(line.ports().listener());
        this.subscriptions = new Subscriptions(line.table(), principal.application(), this::left);
        this.outbox = arrival.outbox();
        this.kind = arrival.kind();
        this.line = line;
        this.gone = gone;
        this.rate = new Rate(line.surroundings().ticker());
        this.since = line.surroundings().clock().instant();
    }

    @Override
    public String id() {
        var id = principal().connectionId();
        return id == null ? "" : id;
    }

    @Override
    public Principal principal() {
        return rights.principal();
    }

    @Override
    public boolean mayHear(Topic topic) {
        return rights.mayHear(topic);
    }

    @Override
    public Outbox outbox() {
        return outbox;
    }

    Rate rate() {
        return rate;
    }

    @Override
    public LineKind kind() {
        return kind;
    }

    @Override
    public Instant since() {
        return since;
    }

    @Override
    public LineState state() {
        return outbox.state();
    }

    @Override
    public long waitingBytes() {
        return outbox.waitingBytes() + joint.waitingBytes();
    }

    @Override
    public Mono<Progress> progress(String publication) {
        return outbox.progress(publication);
    }

    LineNews news() {
        return news;
    }

    Tenure tenure() {
        return rights.tenure();
    }

    @Override
    public Subscription subscribe(TopicFilter filter, SubscriptionOptions options) {
        try {
            return addAllowed(filter, options);
        } catch (Refused no) {
            news.refused(principal(), filter, no);
            throw no;
        }
    }

    @Override
    public Mono<Resumption> subscribe(TopicFilter filter, SubscriptionOptions options, Since since) {
        return Mono.defer(() -> {
                    CatchUp.check(filter, options, since);
                    var joining = joint.seams();
                    var subscription = joining.open(filter, rights.most(), () -> addAllowed(filter, options));
                    line.ports().listener().resumed(principal(), filter, since);
                    return new CatchUp(this, joining, line.histories(), subscription, since).begin();
                })
                .doOnError(Refused.class, no -> news.refused(principal(), filter, no));
    }

    @Override
    public Offer offer(Delivery delivery) {
        return joint.offer(delivery);
    }

    boolean hasExpired(Publication publication) {
        return publication.hasExpired(now());
    }

    Instant now() {
        return line.surroundings().clock().instant();
    }

    /** It was meant for this connection, which does not get it. */
    void lost(Publication publication, Reason reason) {
        line.ports().listener().dropped(publication, id(), reason);
    }

    /** One step for {@link #renew}, so that no subscription slips in between the old rights and the new. */
    synchronized Subscription addAllowed(TopicFilter filter, SubscriptionOptions options) {
        checkAllowed(filter);
        return add(filter, options);
    }

    /** @throws Refused FORBIDDEN_SUBSCRIBE, FORBIDDEN_PRIVATE */
    void checkAllowed(TopicFilter filter) {
        rights.checkAllowed(filter);
    }

    /** Subscribes without asking for permission. */
    Subscription add(TopicFilter filter, SubscriptionOptions options) {
        var subscription = new Subscription(this, filter, options, now());
        feeds.prepare(subscription);
        subscriptions.add(subscription, rights.most());
        feeds.begin(subscription, Since.LATEST);
        return subscription;
    }

    /** A subscription has ended, if no other has come in its place. */
    private void left(Subscription ended) {
        news.lost(this, ended);
        if (subscriptions.find(ended.filter(), ended.options().group()) == null) {
            feeds.end(ended);
        }
    }

    @Override
    public Mono<Void> opening(Subscription subscription) {
        return feeds.opening(subscription);
    }

    @Override
    public boolean waits(Topic topic, Position at) {
        return feeds.waits(topic, at);
    }

    @Override
    public void away() {
        feeds.away();
    }

    /** The application has changed. */
    void review() {
        if (!rights.hearsInbound()) {
            end(Inbound::isNamedBy, Reason.FORBIDDEN_SUBSCRIBE);
        }
        feeds.review(subscriptions.all());
    }

    @Override
    public @Nullable Subscription subscription(TopicFilter filter, @Nullable String group) {
        return subscriptions.find(filter, group);
    }

    @Override
    public boolean unsubscribe(TopicFilter filter, @Nullable String group) {
        return subscriptions.remove(filter, group);
    }

    /** Ends those it is asked about and tells the outbox; never those on private topics. */
    List<Subscription> end(Predicate<TopicFilter> filters, Reason reason) {
        var ended = subscriptions.remove(filters);
        ended.forEach(subscription -> outbox.ended(subscription, reason));
        return ended;
    }

    @Override
    public List<Subscription> subscriptions() {
        return subscriptions.all();
    }

    @Override
    public Flux<Publication> retained(Subscription subscription) {
        return line.histories().newest(principal().application(), subscription.filter(), this::mayHear);
    }

    @Override
    public Flux<Publication> retainedBesideHistory(Subscription subscription) {
        return line.histories().notRemembered(retained(subscription));
    }

    @Override
    public List<Subscription> renew(Principal renewed, Tenure renewedTenure) {
        var next = renewed.on(id());
        rights.check(next);
        synchronized (this) {
            rights.renew(next, renewedTenure);
        }
        var ended = renewedTenure.ended();
        if (ended != null) {
            close(ended);
        }
        return end(
                filter -> filter.category() == Category.SECURE
                        && !next.permissions().maySubscribe(filter),
                Reason.FORBIDDEN_SUBSCRIBE);
    }

    @Override
    public void close(Reason reason) {
        if (!end(reason)) {
            return;
        }
        try {
            outbox.close(reason);
        } catch (RuntimeException fault) {
            LOG.error("close failed connection={}", id(), fault);
        }
    }

    /** Ends all but the outbox; false when that was done before. */
    boolean end(Reason reason) {
        var held = subscriptions.end(reason);
        if (held == null) {
            return false;
        }
        feeds.end(reason);
        news.left(this, held, reason);
        gone.accept(this);
        news.end(principal(), reason);
        return true;
    }
}
