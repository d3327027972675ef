package io.trunkline.broker;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.refusal.Reason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a change of an application does to its open lines: those that may no longer be there go, others lose what they may no longer hear. */
final class Review {
    private static final Logger LOG = LoggerFactory.getLogger(Review.class);

    private final ApplicationDirectory directory;
    private final Connections connections;
    private final Subjects subjects;

    Review(ApplicationDirectory directory, Connections connections, Subjects subjects) {
        this.directory = directory;
        this.connections = connections;
        this.subjects = subjects;
    }

    /** Looks at every line of the application; a fault at one is that one's alone. */
    void of(ApplicationId application) {
        connections.lines(application).forEach(this::look);
    }

    private void look(LineConnection line) {
        try {
            var ended = ended(line);
            if (ended != null) {
                line.close(ended);
            }
            line.review();
            crowd(line);
            line.outbox().changed();
        } catch (RuntimeException fault) {
            LOG.error("review failed connection={}", line.id(), fault);
        }
    }

    /** Why a line may not be there now, or null. */
    @Nullable
    Reason ended(LineConnection line) {
        var policy = directory.find(line.principal().application());
        if (policy == null) {
            return Reason.UNKNOWN_APPLICATION;
        }
        return policy.enabled() ? line.tenure().ended() : Reason.APPLICATION_DISABLED;
    }

    /** Closes the subject's oldest lines if it has too many. */
    void crowd(LineConnection line) {
        var policy = directory.find(line.principal().application());
        if (policy != null) {
            subjects.keepNewest(line, policy.limits().connectionsPerSubject());
        }
    }
}
