package io.trunkline.gateway.history;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import reactor.core.publisher.Flux;

/** A process that publishes on durable topics, says what was acknowledged, and waits for its end. */
public final class DoomedGateway {
    private static final int PUBLISHERS = 16;

    private DoomedGateway() {}

    /** @param arguments the database's URL, and what its messages begin with */
    @SuppressWarnings("checkstyle:RegexpSinglelineJava") // whoever started it listens
    public static void main(String[] arguments) {
        var log = RunningLog.on(arguments[0], Duration.ofSeconds(20));
        Flux.range(0, PUBLISHERS)
                .flatMap(
                        publisher -> Flux.range(0, Integer.MAX_VALUE)
                                .concatMap(
                                        number -> {
                                            var text = arguments[1] + "-" + publisher + "-" + number;
                                            return log.log()
                                                    .append(
                                                            Traffic.publication(Traffic.topic(publisher % 4), text),
                                                            Traffic.KEPT)
                                                    .doOnNext(placed -> System.out.println(text + " "
                                                            + Traffic.position(placed)
                                                                    .text()));
                                        },
                                        1),
                        PUBLISHERS)
                .subscribe();
        LockSupport.park();
    }
}
