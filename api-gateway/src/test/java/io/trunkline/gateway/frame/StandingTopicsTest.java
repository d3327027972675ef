package io.trunkline.gateway.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.topic.TopicFilter;
import org.junit.jupiter.api.Test;

class StandingTopicsTest {

    @Test
    void areMainAndItsOwnTwo() {
        var ann = new Principal(new ApplicationId("app"), "ann", Permissions.NONE, "c1");

        assertThat(StandingTopics.of(ann)).extracting(TopicFilter::text).containsExactly("main", "priv/c1", "priv/ann");
    }
}
