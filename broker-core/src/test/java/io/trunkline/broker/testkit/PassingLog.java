package io.trunkline.broker.testkit;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.Range;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Slice;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A log that hands on to another; a test's own does something else in one or two places. */
public abstract class PassingLog implements TopicLog {
    /** The other, which may be a new one each time. */
    protected abstract TopicLog log();

    @Override
    public Mono<Publication> append(Publication publication, Retention retention) {
        return log().append(publication, retention);
    }

    @Override
    public Mono<Slice> read(Range range) {
        return log().read(range);
    }

    @Override
    public Flux<Publication> recall(ApplicationId application, Topic topic, Retention retention) {
        return log().recall(application, topic, retention);
    }

    @Override
    public Flux<Topic> topics(ApplicationId application, TopicFilter filter) {
        return log().topics(application, filter);
    }

    @Override
    public Flux<Publication> last(ApplicationId application, TopicFilter filter) {
        return log().last(application, filter);
    }

    @Override
    public Mono<Void> keepBy(ApplicationId application, TopicRules rules) {
        return log().keepBy(application, rules);
    }

    @Override
    public Mono<Void> forget(ApplicationId application) {
        return log().forget(application);
    }
}
