package io.trunkline.broker.testkit;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.observe.BrokerListener;
import io.trunkline.broker.observe.Country;
import io.trunkline.broker.observe.Overtaken;
import io.trunkline.broker.refusal.Reason;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Remembers all it is told, one line each, such as {@code dropped <connection> slow-reader}. */
public final class RecordingListener implements BrokerListener {
    private final Queue<String> told = new ConcurrentLinkedQueue<>();

    public List<String> told() {
        return List.copyOf(told);
    }

    /** What was told that begins with this word. */
    public List<String> told(String word) {
        return told.stream().filter(line -> line.startsWith(word + " ")).toList();
    }

    @Override
    public void published(Publication publication, int deliveries) {
        told.add("published " + publication.topic() + " " + deliveries);
    }

    @Override
    public void dropped(Publication publication, String connectionId, Reason reason) {
        told.add("dropped " + connectionId + " " + reason.code());
    }

    @Override
    public void overtaken(Overtaken gap, Reason reason) {
        told.add("overtaken " + gap.reader() + " " + gap.count() + " " + reason.code());
    }

    @Override
    public void refused(ApplicationId application, Reason reason) {
        told.add("refused " + application + " " + reason.code());
    }

    @Override
    public void charged(Principal principal, int bytes) {
        told.add("charged " + principal.application() + " " + bytes);
    }

    @Override
    public void connected(Principal principal, @Nullable Country from) {
        told.add("connected " + principal.connectionId() + (from == null ? "" : " from " + from.code()));
    }

    @Override
    public void disconnected(Principal principal, Reason reason) {
        told.add("disconnected " + principal.connectionId() + " " + reason.code());
    }
}
