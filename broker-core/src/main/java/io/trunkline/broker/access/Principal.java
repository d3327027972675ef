package io.trunkline.broker.access;

import org.jspecify.annotations.Nullable;

/**
 * Who was authenticated, in which application, with which permissions.
 *
 * @param subject the stable name of an end user inside the application, never empty once connected
 * @param connectionId the connection it acts on; null for one that publishes without a line, such as an HTTP request
 */
public record Principal(
        ApplicationId application,
        String subject,
        Permissions permissions,
        @Nullable String connectionId) {

    public Principal(ApplicationId application, String subject, Permissions permissions) {
        this(application, subject, permissions, null);
    }

    /** The same one, on a connection; one without a subject is from then on known by the connection's id. */
    public Principal on(String connection) {
        return new Principal(application, subject.isEmpty() ? connection : subject, permissions, connection);
    }

    /** The platform, speaking for this one: an inbound message or a presence event. */
    public Principal asPlatform() {
        return new Principal(application, subject, permissions.ofPlatform(), connectionId);
    }
}
