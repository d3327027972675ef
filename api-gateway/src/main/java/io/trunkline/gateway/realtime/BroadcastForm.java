package io.trunkline.gateway.realtime;

import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.WireForm;
import io.trunkline.gateway.frame.JsonFrames;

/** The forms in which JSON clients hear a publication, each made once for all its receivers. */
enum BroadcastForm implements WireForm {
    /** A text frame or, where its publisher asked for {@code compress}, a binary one. */
    AS_ASKED {
        @Override
        boolean isBinary(Publication publication) {
            return publication.message().binary();
        }
    },
    /** A text frame always, for applications whose clients drop the others. */
    TEXT {
        @Override
        boolean isBinary(Publication publication) {
            return false;
        }
    };

    abstract boolean isBinary(Publication publication);

    @Override
    public byte[] encode(Publication publication) {
        return ServerFrames.broadcast(JsonFrames.of(publication), isBinary(publication));
    }
}
