package io.trunkline.admin.forwarding;

import io.trunkline.admin.application.AmazonForwarders;
import java.util.Arrays;
import java.util.List;

/** A field of an application's document in which a forwarder stands; the forwarder is told by this name and kind. */
enum DocumentField {
    SNS(AmazonForwarders.SNS, Kind.SNS),
    SQS(AmazonForwarders.SQS, Kind.SQS);

    private final String wireName;
    private final Kind kind;

    DocumentField(String wireName, Kind kind) {
        this.wireName = wireName;
        this.kind = kind;
    }

    String wireName() {
        return wireName;
    }

    Kind kind() {
        return kind;
    }

    boolean is(ForwarderSettings settings) {
        return settings.kind() == kind && settings.name().equals(wireName);
    }

    static List<String> names() {
        return Arrays.stream(values()).map(DocumentField::wireName).toList();
    }
}
