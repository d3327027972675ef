package io.trunkline.acceptance;

/** The doors where a message may say by which key it is known again. */
enum KeyedDoor {
    HTTP {
        @Override
        Keyed open(Application application, String subject) {
            return new KeyedCalls(application);
        }
    },
    WEBSOCKET {
        @Override
        Keyed open(Application application, String subject) {
            return new WebSocketPublisher(application, subject);
        }
    },
    MQTT {
        @Override
        Keyed open(Application application, String subject) {
            return new MqttPublisher(new Devices(application).login(subject));
        }

        @Override
        KeyedDoor other() {
            return MQTT_OVER_WEBSOCKET;
        }
    },
    MQTT_OVER_WEBSOCKET {
        @Override
        Keyed open(Application application, String subject) {
            var devices = new Devices(application);
            return new MqttPublisher(devices.login(subject).by(devices.webSocket()));
        }

        @Override
        KeyedDoor other() {
            return MQTT;
        }
    };

    abstract Keyed open(Application application, String subject);

    /** One at which the same message is the same bytes, so that it is known again there. */
    KeyedDoor other() {
        return this;
    }
}
