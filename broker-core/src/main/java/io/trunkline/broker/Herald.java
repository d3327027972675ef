package io.trunkline.broker;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.routing.SubscriptionTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Tells backends the platform's own news, on {@link Inbound#TOPIC}, and as fast as they read when there is much to tell. */
final class Herald {
    private static final Logger LOG = LoggerFactory.getLogger(Herald.class);

    private final ApplicationDirectory directory;
    private final SubscriptionTable table;
    private final BiFunction<Principal, Message, Mono<Receipt>> publishing;
    private final Consumer<Mono<Void>> running;
    private final Scheduler scheduler;

    /**
     * A herald of all applications.
     *
     * @param publishing what the platform says for a client
     * @param running does something by the side
     */
    Herald(
            ApplicationDirectory directory,
            SubscriptionTable table,
            BiFunction<Principal, Message, Mono<Receipt>> publishing,
            Consumer<Mono<Void>> running,
            Scheduler scheduler) {
        this.directory = directory;
        this.table = table;
        this.publishing = publishing;
        this.running = running;
        this.scheduler = scheduler;
    }

    /** How long a client may be away before its going is news. */
    Duration grace(ApplicationId application) {
        var policy = directory.find(application);
        return policy == null ? Duration.ZERO : policy.inbound().grace();
    }

    /** The platform's own news are within every limit: a backend that misses one is wrong for good. */
    void tell(Principal client, Message news) {
        var policy = directory.find(client.application());
        if (policy != null && policy.enabled() && policy.inbound().taken()) {
            running.accept(publishing.apply(client, news).then().onErrorResume(fault -> {
                LOG.warn("presence not told connection={}", client.connectionId(), fault);
                return Mono.empty();
            }));
        }
    }

    /** Until there is nothing more to tell; where room cannot be asked for, all is told at once. */
    void pace(ApplicationId application, BooleanSupplier some) {
        running.accept(room(application)
                .publishOn(scheduler)
                .repeat(some)
                .then()
                .onErrorResume(fault -> Mono.fromRunnable(() -> hurry(application, some, fault))));
    }

    private static void hurry(ApplicationId application, BooleanSupplier some, Throwable fault) {
        LOG.warn("news told without a pace application={}", application, fault);
        var more = true;
        while (more) {
            more = some.getAsBoolean();
        }
    }

    /** Completes when whoever hears the news has room for more. */
    private Mono<Void> room(ApplicationId application) {
        return Mono.defer(() -> {
            var hearing = new ArrayList<Mono<Void>>();
            table.readers(
                    application,
                    Inbound.TOPIC,
                    reader -> hearing.add(reader.outbox().room()));
            return Mono.when(hearing);
        });
    }
}
