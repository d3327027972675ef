package io.trunkline.gateway.forward;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.gateway.directory.Application;
import io.trunkline.gateway.directory.Applications;
import io.trunkline.gateway.directory.Forwarder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** All forwarders at work on this node: as the directory has them, each change within a moment, and those that did not change undisturbed. */
final class Forwarders implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Forwarders.class);
    private static final List<String> KINDS = List.of("sqs", "sns", "webhook");

    private final Map<ApplicationId, Map<String, ForwarderLine>> lines = new HashMap<>();
    private final Disposable.Swap following = Disposables.swap();
    private final Applications applications;
    private final Equipment equipment;
    private boolean running;

    Forwarders(Applications applications, Equipment equipment) {
        this.applications = applications;
        this.equipment = equipment;
    }

    @Override
    public synchronized void start() {
        running = true;
        KINDS.forEach(kind -> equipment.meter().waiting(kind, this, all -> all.waitingBytes(kind)));
        following.update(Flux.merge(applications.changes(), Flux.defer(this::known))
                .onBackpressureBuffer()
                .publishOn(equipment.threads().work())
                .subscribe(this::follow));
    }

    private Flux<ApplicationId> known() {
        return Flux.fromIterable(applications.all()).map(Application::id);
    }

    /** Makes it so, with what the directory says now. */
    private synchronized void follow(ApplicationId id) {
        if (!running) {
            return;
        }
        var wanted = wanted(applications.application(id));
        var there = lines.computeIfAbsent(id, first -> new HashMap<>());
        for (var line : List.copyOf(there.values())) {
            var settings = line.settings();
            if (!settings.equals(wanted.get(settings.forwarderId()))) {
                there.remove(settings.forwarderId());
                end(line);
            }
        }
        wanted.values().stream()
                .filter(settings -> !there.containsKey(settings.forwarderId()))
                .forEach(settings -> begin(id, settings, there));
        if (there.isEmpty()) {
            lines.remove(id);
        }
    }

    private static Map<String, Forwarder> wanted(@Nullable Application application) {
        return application == null || !application.enabled()
                ? Map.of()
                : application.forwarders().stream()
                        .filter(Forwarder::enabled)
                        .collect(Collectors.toMap(Forwarder::forwarderId, Function.identity(), (first, last) -> last));
    }

    private void begin(ApplicationId id, Forwarder settings, Map<String, ForwarderLine> there) {
        try {
            there.put(settings.forwarderId(), new ForwarderLine(equipment, id, settings));
            log.info("forwarder begins: application={} forwarder={}", id.value(), settings.forwarderId());
        } catch (RuntimeException unusable) {
            // its words may quote what was configured
            log.error(
                    "forwarder cannot be used: application={} forwarder={} cause={}",
                    id.value(),
                    settings.forwarderId(),
                    unusable.getClass().getSimpleName());
        }
    }

    private static void end(ForwarderLine line) {
        log.info("forwarder ends: forwarder={}", line.settings().forwarderId());
        line.end().subscribe();
    }

    private synchronized double waitingBytes(String kind) {
        return lines.values().stream()
                .flatMap(ofOne -> ofOne.values().stream())
                .filter(line -> line.settings().kind().equals(kind))
                .mapToLong(ForwarderLine::waitingBytes)
                .sum();
    }

    /** What waits gets a short time to go out. */
    @Override
    public void stop(Runnable stopped) {
        Flux.fromIterable(over())
                .flatMap(ForwarderLine::end, Integer.MAX_VALUE)
                .then(Mono.<Void>empty())
                .doFinally(end -> stopped.run())
                .subscribe();
    }

    private synchronized List<ForwarderLine> over() {
        running = false;
        following.update(Disposables.disposed());
        var all = new ArrayList<ForwarderLine>();
        lines.values().forEach(ofOne -> all.addAll(ofOne.values()));
        lines.clear();
        return all;
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    /** After the directory, and before the event loops and the directory stop. */
    @Override
    public int getPhase() {
        return 1;
    }
}
