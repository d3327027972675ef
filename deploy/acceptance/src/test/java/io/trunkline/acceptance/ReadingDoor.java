package io.trunkline.acceptance;

/** The doors at which a reader may go on from a position. */
enum ReadingDoor {
    WEBSOCKET {
        @Override
        Reading open(Application application, String subject, String topic, String since) {
            return new WebSocketReading(application, subject, topic, since);
        }
    },
    EVENTS {
        @Override
        Reading open(Application application, String subject, String topic, String since) {
            return new EventsReading(application, subject, topic, since);
        }
    },
    HISTORY {
        @Override
        Reading open(Application application, String subject, String topic, String since) {
            return new HistoryReading(application, subject, topic, since);
        }
    },
    MQTT {
        @Override
        Reading open(Application application, String subject, String topic, String since) {
            var devices = new Devices(application);
            return new MqttReading(devices.login(subject), topic, since);
        }
    },
    MQTT_OVER_WEBSOCKET {
        @Override
        Reading open(Application application, String subject, String topic, String since) {
            var devices = new Devices(application);
            return new MqttReading(devices.login(subject).by(devices.webSocket()), topic, since);
        }
    };

    /**
     * Begins to read.
     *
     * @param since {@code earliest}, {@code latest}, or a position heard at any door
     */
    abstract Reading open(Application application, String subject, String topic, String since);
}
