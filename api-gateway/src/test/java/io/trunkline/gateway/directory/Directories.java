package io.trunkline.gateway.directory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applications for tests, each with secrets of its own that follow from its id. */
public final class Directories {
    private Directories() {}

    /** Applications that are known from the start. */
    public static Applications of(Application... all) {
        var applications = new Applications();
        applications.replace(List.of(all));
        return applications;
    }

    public static Application application(String appId) {
        return application(appId, null, null);
    }

    public static Application disabled(String appId) {
        var enabled = application(appId);
        return new Application(
                appId,
                false,
                2,
                enabled.authKey(),
                enabled.adminKey(),
                AddressList.of(null),
                AddressList.of(null),
                false,
                false,
                MessageLimits.DEFAULT);
    }

    /** An application that admits these addresses only. */
    public static Application application(String appId, @Nullable List<String> clients, @Nullable List<String> admins) {
        return new Application(
                appId,
                true,
                1,
                key(clientSecret(appId)),
                key(adminSecret(appId)),
                AddressList.of(admins),
                AddressList.of(clients),
                true,
                true,
                new MessageLimits(5120, 0, 0));
    }

    private static KeySettings key(String secret) {
        return new KeySettings("raw", secret, List.of("HS256"), List.of(), null);
    }

    public static String clientSecret(String appId) {
        return "client secret of " + appId;
    }

    public static String adminSecret(String appId) {
        return "admin secret of " + appId;
    }

    /** A directory file, or the snapshot that the admin-service would answer. */
    public static byte[] json(long version, Application... all) {
        return DirectoryJson.write(new Snapshot(version, List.of(all)));
    }
}
