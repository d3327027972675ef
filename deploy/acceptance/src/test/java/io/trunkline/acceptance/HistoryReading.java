package io.trunkline.acceptance;

import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** History over HTTP, asked for again and again. */
final class HistoryReading extends Reading {
    private final Api api;
    private final String path;
    private final CountDownLatch left = new CountDownLatch(1);
    private String since;

    HistoryReading(Application application, String subject, String topic, String since) {
        this.api = application.operator().with(application.clientToken(subject, Application.READ_ALL));
        this.path = "/api/topics/" + application.id() + "/history?limit=50&topic="
                + URLEncoder.encode(topic, StandardCharsets.UTF_8) + "&since=";
        this.since = since;
        var reader = new Thread(this::read, "history of " + subject);
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try {
            while (!left.await(20, TimeUnit.MILLISECONDS)) {
                var answer = api.get(path + URLEncoder.encode(since, StandardCharsets.UTF_8));
                if (answer.status() != 200) {
                    break;
                }
                page(answer.body());
            }
        } catch (UncheckedIOException gone) {
            // the server is
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended();
        }
    }

    private void page(JsonNode page) {
        if (continuity() == null || !page.path("continuity").asString().equals("resumed")) {
            told(page.path("continuity").asString());
        }
        since = page.path("next").asString();
        for (var message : page.path("messages")) {
            if (left.getCount() > 0) {
                hear(
                        WebSocketReading.text(message.path("data")),
                        message.path("position").asString());
            }
        }
    }

    @Override
    public void close() {
        left.countDown();
    }
}
