package io.trunkline.gateway.realtime;

import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.WireForm;
import io.trunkline.gateway.frame.JsonFrames;

/** The forms in which JSON clients hear a publication, each made once for all its receivers. */
enum BroadcastForm implements WireForm {
    /** A text frame or, where its publisher asked for {@code compress}, a binary one. */
    AS_ASKED(false, false, false),
    /** A text frame always, for applications whose clients drop the others. */
    TEXT(true, false, false),
    /** Like {@link #AS_ASKED}, by permessage-deflate where that is shorter. */
    AS_ASKED_DEFLATED(false, true, false),
    /** Like {@link #TEXT}, by permessage-deflate where that is shorter. */
    TEXT_DEFLATED(true, true, false),
    /** Like {@link #AS_ASKED}, with the position. */
    AS_ASKED_POSITIONED(false, false, true),
    /** Like {@link #TEXT}, with the position. */
    TEXT_POSITIONED(true, false, true),
    /** Like {@link #AS_ASKED_DEFLATED}, with the position. */
    AS_ASKED_DEFLATED_POSITIONED(false, true, true),
    /** Like {@link #TEXT_DEFLATED}, with the position. */
    TEXT_DEFLATED_POSITIONED(true, true, true);

    private final boolean text;
    private final boolean deflated;
    private final boolean positioned;

    BroadcastForm(boolean text, boolean deflated, boolean positioned) {
        this.text = text;
        this.deflated = deflated;
        this.positioned = positioned;
    }

    /** The same for a line on which permessage-deflate was agreed. */
    BroadcastForm deflated() {
        return text ? TEXT_DEFLATED : AS_ASKED_DEFLATED;
    }

    /** The same for a client that asked for positions. */
    BroadcastForm positioned() {
        return switch (this) {
            case AS_ASKED -> AS_ASKED_POSITIONED;
            case TEXT -> TEXT_POSITIONED;
            case AS_ASKED_DEFLATED -> AS_ASKED_DEFLATED_POSITIONED;
            case TEXT_DEFLATED -> TEXT_DEFLATED_POSITIONED;
            default -> this;
        };
    }

    @Override
    public byte[] encode(Publication publication) {
        var binary = publication.message().binary() && !text;
        var json = positioned ? JsonFrames.positioned(publication) : JsonFrames.of(publication);
        var shorter = deflated ? MessageDeflate.deflate(json) : json;
        return shorter.length < json.length
                ? ServerFrames.deflatedBroadcast(shorter, binary)
                : ServerFrames.broadcast(json, binary);
    }
}
