package io.trunkline.gateway.realtime;

import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.WireForm;
import io.trunkline.gateway.frame.JsonFrames;

/** The forms in which JSON clients hear a publication, each made once for all its receivers. */
enum BroadcastForm implements WireForm {
    /** A text frame or, where its publisher asked for {@code compress}, a binary one. */
    AS_ASKED(false, false),
    /** A text frame always, for applications whose clients drop the others. */
    TEXT(true, false),
    /** Like {@link #AS_ASKED}, by permessage-deflate where that is shorter. */
    AS_ASKED_DEFLATED(false, true),
    /** Like {@link #TEXT}, by permessage-deflate where that is shorter. */
    TEXT_DEFLATED(true, true);

    private final boolean text;
    private final boolean deflated;

    BroadcastForm(boolean text, boolean deflated) {
        this.text = text;
        this.deflated = deflated;
    }

    /** The same for a line on which permessage-deflate was agreed. */
    BroadcastForm deflated() {
        return text ? TEXT_DEFLATED : AS_ASKED_DEFLATED;
    }

    @Override
    public byte[] encode(Publication publication) {
        var binary = publication.message().binary() && !text;
        var json = JsonFrames.of(publication);
        var shorter = deflated ? MessageDeflate.deflate(json) : json;
        return shorter.length < json.length
                ? ServerFrames.deflatedBroadcast(shorter, binary)
                : ServerFrames.broadcast(json, binary);
    }
}
