package io.trunkline.gateway.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.JacksonException;

/** The applications of a gateway without an admin-service: a file that is read at start and again whenever it changes. */
final class DirectoryFile implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(DirectoryFile.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private record State(FileTime modified, long size) {}

    private final Path path;
    private final Applications applications;
    private final Disposable.Swap running = Disposables.swap();

    DirectoryFile(Path path, Applications applications) {
        this.path = path;
        this.applications = applications;
    }

    /** Reads the file; {@link NoDirectory} if it is not there or is no directory: such a gateway must not start. */
    @Override
    public void start() {
        var first = state();
        try {
            read();
        } catch (IOException | JacksonException unreadable) {
            throw new NoDirectory(
                    "trunkline.directory.file cannot be read: " + path,
                    "Name a file with {\"applications\":[...]}, or none to follow the admin-service.");
        }
        running.update(changes(first).subscribe(changed -> reread()));
    }

    @Override
    public void stop() {
        running.update(Disposables.disposed());
    }

    @Override
    public boolean isRunning() {
        return running.get() != null && !running.isDisposed();
    }

    /** Before any door opens, and until all are closed. */
    @Override
    public int getPhase() {
        return 0;
    }

    private Flux<State> changes(State first) {
        return Flux.interval(LOOK_EVERY, Schedulers.boundedElastic())
                .onBackpressureDrop()
                .map(tick -> state())
                .startWith(first)
                .distinctUntilChanged()
                .skip(1);
    }

    private State state() {
        try {
            return new State(Files.getLastModifiedTime(path), Files.size(path));
        } catch (IOException absent) {
            return new State(FileTime.fromMillis(0), -1);
        }
    }

    private void reread() {
        try {
            read();
        } catch (IOException | JacksonException unreadable) {
            log.warn(
                    "directory file cannot be read, going on with what is known: file={} cause={}",
                    path,
                    unreadable.toString());
        }
    }

    private void read() throws IOException {
        var snapshot = DirectoryJson.snapshot(Files.readAllBytes(path));
        applications.replace(snapshot.applications());
        log.info(
                "directory from file: file={} applications={}",
                path,
                snapshot.applications().size());
    }
}
