package io.trunkline.broker.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.util.List;
import org.junit.jupiter.api.Test;

class PermissionsTest {
    @Test
    void negativesOnlySubtract() {
        var negativeOnly =
                Permissions.of(List.of(Permissions.PUBLISH + "!secure/*", Permissions.SUBSCRIBE + "!secure/a"));

        assertThat(negativeOnly.mayPublish(Topic.of("main"))).isFalse();
        assertThat(negativeOnly.maySubscribe(secure("secure/b"))).isFalse();
        assertThat(negativeOnly.mayHear(Topic.of("secure/b"))).isFalse();
    }

    @Test
    void negativesSubtractFromPositives() {
        var permissions = Permissions.of(List.of(
                Permissions.SUBSCRIBE + "!secure/a",
                Permissions.SUBSCRIBE + "secure/*",
                Permissions.PUBLISH + "chat/*"));

        assertThat(permissions.maySubscribe(secure("secure/b"))).isTrue();
        assertThat(permissions.maySubscribe(secure("secure/a"))).isFalse();
        assertThat(permissions.mayPublish(Topic.of("chat/1"))).isTrue();
        assertThat(permissions.mayPublish(Topic.of("secure/b"))).isFalse();
    }

    @Test
    void publicTopicsAreOpenToSubscribersAndPrivateOnesToNone() {
        var all = Permissions.of(List.of(Permissions.SUBSCRIBE + "*"));

        assertThat(Permissions.NONE.maySubscribe(TopicFilter.levels("#"))).isTrue();
        assertThat(Permissions.NONE.mayPublish(Topic.of("main"))).isFalse();
        assertThat(all.maySubscribe(secure("priv/a"))).isFalse();
        assertThat(all.maySubscribe(TopicFilter.glob("priv/*"))).isFalse();
        assertThat(all.mayHear(Topic.of("priv/a"))).isFalse();
    }

    @Test
    void aWildcardOverSecureTopicsNeedsAPatternThatReachesAllOfIt() {
        var some = Permissions.of(
                List.of(Permissions.SUBSCRIBE + "secure/logs/*", Permissions.SUBSCRIBE + "!secure/logs/x"));

        assertThat(some.maySubscribe(TopicFilter.levels("secure/logs/#"))).isTrue();
        assertThat(some.maySubscribe(TopicFilter.glob("secure/logs/*"))).isTrue();
        assertThat(some.maySubscribe(TopicFilter.levels("secure/+/a"))).isFalse();
        assertThat(some.maySubscribe(TopicFilter.glob("secure/*"))).isFalse();
        assertThat(some.mayHear(Topic.of("secure/logs/x"))).isFalse();
    }

    @Test
    void claimsOfOtherKindsGrantNothingAndAreKept() {
        var claims = List.of("realtime:publisher:write:topics:*", "admin", Action.MANAGE_CONNECTIONS.claim());
        var permissions = Permissions.of(claims);

        assertThat(permissions.claims()).isEqualTo(claims);
        assertThat(permissions.mayPublish(Topic.of("main"))).isFalse();
        assertThat(permissions.may(Action.MANAGE_CONNECTIONS)).isTrue();
        assertThat(permissions.may(Action.MANAGE_SUBSCRIBERS)).isFalse();
        assertThat(permissions.isPlatform()).isFalse();
    }

    private static TopicFilter secure(String name) {
        return TopicFilter.exact(Topic.of(name));
    }
}
