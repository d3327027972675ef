package io.trunkline.standalone;

import io.trunkline.admin.AdminServiceApplication;
import io.trunkline.gateway.ApiGatewayApplication;
import io.trunkline.telemetry.TelemetryServiceApplication;
import java.util.HashMap;
import java.util.Map;

/** The three services as this launch starts them. */
record Services(ServiceContext admin, ServiceContext telemetry, ServiceContext gateway) {

    static Services of(StandaloneSettings settings, DataDirectory data, Tokens tokens, String databaseUrl) {
        var common = Map.<String, Object>of(
                "server.address", settings.bind(),
                "trunkline.bind", settings.bind(),
                "trunkline.data-dir", data.path().toString(),
                "trunkline.operator-token", tokens.operator(),
                "trunkline.service-token", tokens.service(),
                "trunkline.admin.url", settings.adminUrl(),
                "trunkline.telemetry.url", settings.telemetryUrl());
        var stored = with(common, "trunkline.database-url", databaseUrl);
        var ports = settings.ports();
        var gateway = with(stored, "server.port", ports.gateway());
        settings.anonymousMqtt().ifPresent(listener -> gateway.putAll(listener.settings()));
        return new Services(
                new ServiceContext(AdminServiceApplication.class, "admin", with(stored, "server.port", ports.admin())),
                new ServiceContext(
                        TelemetryServiceApplication.class, "telemetry", with(stored, "server.port", ports.telemetry())),
                new ServiceContext(ApiGatewayApplication.class, "gateway", gateway));
    }

    private static Map<String, Object> with(Map<String, Object> settings, String name, Object value) {
        var all = new HashMap<>(settings);
        all.put(name, value);
        return all;
    }

    /** The operator's token, and what our services say to each other. */
    record Tokens(String operator, String service) {}
}
