package io.trunkline.acceptance;

/** The MQTT libraries that people use, in the versions of the protocol that they have. */
enum DeviceLibrary {
    HIVEMQ_3,
    HIVEMQ_5,
    PAHO_3,
    PAHO_5,
    MQTT_JS_3,
    MQTT_JS_5;

    /** A client that is connected. */
    Device connect(DeviceLogin login) throws Exception {
        return switch (this) {
            case HIVEMQ_3 -> new HiveMqDevice3(login);
            case HIVEMQ_5 -> new HiveMqDevice5(login);
            case PAHO_3 -> new PahoDevice3(login);
            case PAHO_5 -> new PahoDevice5(login);
            case MQTT_JS_3 -> new MqttJsDevice(4, login);
            case MQTT_JS_5 -> new MqttJsDevice(5, login);
        };
    }
}
