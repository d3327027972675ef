package io.trunkline.broker;

import io.trunkline.broker.LocalBroker.Ports;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.cursor.CursorHost;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.Topic;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** What cursors ask of the broker. */
final class GroupHost implements CursorHost {
    private final Ports ports;
    private final Stamper stamper;
    private final BiFunction<Publication, Retention, Mono<Receipt>> publishing;
    private final Consumer<Mono<Void>> running;

    /**
     * A host of cursors.
     *
     * @param publishing records and announces
     * @param running does something by the side
     */
    GroupHost(
            Ports ports,
            Stamper stamper,
            BiFunction<Publication, Retention, Mono<Receipt>> publishing,
            Consumer<Mono<Void>> running) {
        this.ports = ports;
        this.stamper = stamper;
        this.publishing = publishing;
        this.running = running;
    }

    @Override
    public Retention retention(ApplicationId application, Topic topic) {
        var policy = ports.directory().find(application);
        return policy == null ? Retention.NONE : policy.topics().of(topic);
    }

    /** It was charged, and its size was looked at, when it was published first. */
    @Override
    public Mono<Void> bury(Publication dead, Topic to, Message message) {
        return Mono.defer(() -> {
            var policy = ports.directory().find(dead.application());
            if (policy == null || !policy.enabled()) {
                throw new Refused(Reason.APPLICATION_DISABLED);
            }
            var publisher = dead.publisher();
            var principal =
                    new Principal(publisher.application(), publisher.subject(), publisher.permissions()).asPlatform();
            var letter = stamper.stamp(principal, to, message);
            return publishing.apply(letter, policy.topics().of(to)).then();
        });
    }

    @Override
    public void run(Mono<Void> work) {
        running.accept(work);
    }
}
