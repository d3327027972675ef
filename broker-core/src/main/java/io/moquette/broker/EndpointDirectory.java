package io.moquette.broker;

import io.moquette.broker.subscriptions.ISubscriptionsDirectory;
import io.moquette.broker.subscriptions.ShareName;
import io.moquette.broker.subscriptions.Subscription;
import io.moquette.broker.subscriptions.SubscriptionIdentifier;
import io.moquette.broker.subscriptions.Topic;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import java.util.List;
import java.util.function.Consumer;

/** A directory without subscriptions: matching is the core's. It only hears that a session was destroyed. */
final class EndpointDirectory implements ISubscriptionsDirectory {
    private final Consumer<String> destroyed;

    EndpointDirectory(Consumer<String> destroyed) {
        this.destroyed = destroyed;
    }

    @Override
    public void removeSharedSubscriptionsForClient(String clientId) {
        destroyed.accept(clientId);
    }

    @Override
    public void init(ISubscriptionsRepository repository) {}

    @Override
    public List<Subscription> matchWithoutQosSharpening(Topic topic) {
        return List.of();
    }

    @Override
    public List<Subscription> matchQosSharpening(Topic topic) {
        return List.of();
    }

    @Override
    public boolean add(String clientId, Topic filter, MqttSubscriptionOption option) {
        return false;
    }

    @Override
    public boolean add(String clientId, Topic filter, MqttSubscriptionOption option, SubscriptionIdentifier id) {
        return false;
    }

    @Override
    public void addShared(String clientId, ShareName name, Topic filter, MqttSubscriptionOption option) {}

    @Override
    public void addShared(
            String clientId, ShareName name, Topic filter, MqttSubscriptionOption option, SubscriptionIdentifier id) {}

    @Override
    public void removeSubscription(Topic topic, String clientId) {}

    @Override
    public void removeSharedSubscription(ShareName name, Topic filter, String clientId) {}

    @Override
    public int size() {
        return 0;
    }

    @Override
    public String dumpTree() {
        return "";
    }
}
