package io.trunkline.broker.access;

import io.trunkline.broker.topic.GlobList;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a principal may do, compiled once from the claims of its credentials. Public topics are open to every subscriber, private ones to none, secure ones
 * by pattern; publishing is by pattern always. In a list of patterns negatives only subtract.
 */
public final class Permissions {
    /** The claim that grants publishing; a pattern follows. */
    public static final String PUBLISH = "realtime:publisher:write:topic:";

    /** The claim that grants subscribing to secure topics; a pattern follows. */
    public static final String SUBSCRIBE = "realtime:subscriber:read:topic:";

    /** Nothing but subscribing to public topics. */
    public static final Permissions NONE = of(List.of());

    private final List<String> claims;
    private final GlobList publish;
    private final GlobList subscribe;
    private final Set<Action> actions;
    private final boolean platform;

    private Permissions(Collection<String> claims, boolean platform) {
        this.claims = List.copyOf(claims);
        this.platform = platform;
        this.publish = patterns(PUBLISH);
        this.subscribe = patterns(SUBSCRIBE);
        this.actions = EnumSet.noneOf(Action.class);
        for (var action : Action.values()) {
            if (this.claims.contains(action.claim())) {
                actions.add(action);
            }
        }
    }

    /** Compiles claims; those that mean nothing here are kept in {@link #claims()} and grant nothing. */
    public static Permissions of(Collection<String> claims) {
        return new Permissions(claims, false);
    }

    /** What the platform itself may do where it speaks for a principal: publish anywhere, reserved topics and types included. */
    Permissions ofPlatform() {
        return new Permissions(claims, true);
    }

    /** True for the platform's own publications. */
    public boolean isPlatform() {
        return platform;
    }

    private GlobList patterns(String prefix) {
        return GlobList.compile(claims.stream()
                .filter(claim -> claim.startsWith(prefix))
                .map(claim -> claim.substring(prefix.length()))
                .toList());
    }

    public boolean mayPublish(Topic topic) {
        return platform || publish.matchesPositively(topic.name());
    }

    /** For a filter with wildcards over secure topics this says whether to ask at all; {@link #mayHear} then decides topic by topic. */
    public boolean maySubscribe(TopicFilter filter) {
        return switch (filter.category()) {
            case PUBLIC -> true;
            case SECURE -> subscribe.reaches(filter);
            case PRIVATE -> false;
        };
    }

    /** Whether a subscription with wildcards may bring a publication on this topic. */
    public boolean mayHear(Topic topic) {
        return switch (topic.category()) {
            case PUBLIC -> true;
            case SECURE -> subscribe.matchesPositively(topic.name());
            case PRIVATE -> false;
        };
    }

    public boolean may(Action action) {
        return actions.contains(action);
    }

    /** The claims as they came, in order. */
    public List<String> claims() {
        return claims;
    }
}
