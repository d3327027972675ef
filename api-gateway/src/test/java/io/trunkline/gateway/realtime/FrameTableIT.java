package io.trunkline.gateway.realtime;

import static io.trunkline.gateway.realtime.RealtimeGateway.A;
import static io.trunkline.gateway.realtime.RealtimeGateway.QUIET;

import io.trunkline.gateway.directory.Applications;
import io.trunkline.gateway.directory.Directories;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The wire contract (spec/realtime.md, sections 4, 5, 10 and 11) row by row, over real sockets; {@link Script} says how to read a row. */
@ExtendWith(NoLeaks.class)
class FrameTableIT {
    private static final String[] RIGHTS = {
        "realtime:publisher:write:topic:*",
        "realtime:publisher:write:topic:!read-only",
        "realtime:subscriber:read:topic:secure/mine/*",
        "realtime:subscriber:read:topic:secure/inbound"
    };

    /** Like {@code A}, with compressed publications as text frames. */
    private static final String AS_TEXT = "e".repeat(32);

    @TempDir
    private static Path directory;

    private static RealtimeGateway gateway;

    @BeforeAll
    static void start() {
        gateway = new RealtimeGateway(directory);
        Directories.put(
                gateway.running().bean(Applications.class),
                Directories.with(Directories.application(AS_TEXT), Map.of("compressAsText", true)));
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    private static void run(String application, String options, String sent, @Nullable String heard)
            throws IOException {
        var target = RealtimeGateway.target(application, RealtimeGateway.token(application, "ann", RIGHTS)) + options;
        try (var client = gateway.dial(0, target)) {
            new Script(client, application).run(sent, heard);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # subscribe
            a public topic                 | <sub news>                                            | <welcome news>
            dots, spaces, any script       | <sub a.b c/über/日本>                                  | <welcome a.b c/über/日本>
            twice                          | <sub news> ~ <sub news> ~ <sub more>                  | <welcome news> ~ <welcome more>
            main, where everyone is        | <sub main> ~ <sub news>                               | <welcome news>
            a secure topic                 | <sub secure/mine/1>                                   | <welcome secure/mine/1>
            a topic of 256 characters      | <sub <x*256>>                                         | <welcome <x*256>>
            no reserved prefix             | <sub secured> ~ <sub private/x> ~ <sub priv>          | <welcome secured> ~ <welcome private/x> ~ <welcome priv>
            order and unknown fields       | {"x":[{}],"data":{"y":{"topic":"z"},"topic":"t","id":null},"type":"subscribe"} | <welcome t>
            # unsubscribe
            what was never subscribed to   | {"type":"unsubscribe","data":{"topic":"news"}}        |
            and then nothing is heard      | <sub t> ~ {"type":"unsubscribe","data":{"topic":"t"}} ~ {"type":"publish","data":{"topic":"t","payload":"","id":"1"}} | <welcome t> ~ <ack 1>
            and subscribe again            | <sub t> ~ {"type":"unsubscribe","data":{"topic":"t"}} ~ <sub t> | <welcome t> ~ <welcome t>
            one's private topics stay      | {"type":"unsubscribe","data":{"topic":"priv/<me>"}} ~ {"type":"publish","data":{"topic":"priv/<me>","payload":"","id":"1"}} | <ack 1> ~ {"topic":"priv/<me>","messageType":"broadcast","data":{<client>,"payload":"","id":"1"}}
            # publish
            the empty string               | {"type":"publish","data":{"topic":"main","payload":"","id":"1"}} | <ack 1> ~ {"topic":"main","messageType":"broadcast","data":{<client>,"payload":"","id":"1"}}
            a string as it was written     | {"type":"publish","data":{"topic":"main","payload":"\\u00e9 é \\" \\/","id":"1"}} | <ack 1> ~ {"topic":"main","messageType":"broadcast","data":{<client>,"payload":"\\u00e9 é \\" \\/","id":"1"}}
            an object as it was written    | {"type":"publish","data":{"topic":"main","payload": { "a" : [1.50, null] } ,"id":"1"}} | <ack 1> ~ {"topic":"main","messageType":"broadcast","data":{<client>,"payload":{ "a" : [1.50, null] },"id":"1"}}
            an array                       | {"type":"publish","data":{"topic":"main","payload":[],"id":"1"}} | <ack 1> ~ {"topic":"main","messageType":"broadcast","data":{<client>,"payload":[],"id":"1"}}
            a type of one's own            | {"type":"publish","data":{"topic":"main","messageType":"gettime","payload":"","id":"1"}} | <ack 1> ~ {"topic":"main","messageType":"gettime","data":{<client>,"payload":"","id":"1"}}
            the type null                  | {"type":"publish","data":{"topic":"main","messageType":null,"payload":"","id":"1"}} | <ack 1> ~ {"topic":"main","messageType":"broadcast","data":{<client>,"payload":"","id":"1"}}
            no id                          | {"type":"publish","data":{"topic":"main","payload":""}} | <ack <id>> ~ {"topic":"main","messageType":"broadcast","data":{<client>,"payload":"","id":"<id>"}}
            the id null                    | {"type":"publish","data":{"topic":"main","payload":"","id":null}} | <ack <id>> ~ {"topic":"main","messageType":"broadcast","data":{<client>,"payload":"","id":"<id>"}}
            an id that looks like a number | {"type":"publish","data":{"topic":"main","payload":"","id":"007"}} | <ack 007> ~ {"topic":"main","messageType":"broadcast","data":{<client>,"payload":"","id":"007"}}
            compress: a binary frame       | {"type":"publish","data":{"topic":"main","payload":"x","id":"1","compress":true}} | <ack 1> ~ binary {"topic":"main","messageType":"broadcast","data":{<client>,"payload":"x","id":"1"}}
            compress false, null           | {"type":"publish","data":{"topic":"nobody","payload":"x","id":"1","compress":false}} ~ {"type":"publish","data":{"topic":"nobody","payload":"x","id":"2","compress":null}} | <ack 1> ~ <ack 2>
            unknown fields                 | {"type":"publish","n":7,"data":{"to":"you","topic":"nobody","payload":"","id":"1"}} | <ack 1>
            the last of two payloads       | {"type":"publish","data":{"topic":"main","payload":"a","payload":"b","id":"1"}} | <ack 1> ~ {"topic":"main","messageType":"broadcast","data":{<client>,"payload":"b","id":"1"}}
            subscribe, publish, in order   | <sub t> ~ {"type":"publish","data":{"topic":"t","payload":"","id":"1"}} | <welcome t> ~ <ack 1> ~ {"topic":"t","messageType":"broadcast","data":{<client>,"payload":"","id":"1"}}
            to others, not oneself         | {"type":"publish","data":{"topic":"main","payload":"","id":"1","echo":false}} | <ack 1>
            echo that is not false         | {"type":"publish","data":{"topic":"main","payload":"","id":"1","echo":null}} | <ack 1> ~ {"topic":"main","messageType":"broadcast","data":{<client>,"payload":"","id":"1"}}
            a reply to oneself             | {"type":"publish","data":{"topic":"priv/<me>","messageType":"response","payload":{"data":1,"status":"ok","id":"7"},"id":"1"}} | <ack 1> ~ {"topic":"priv/<me>","messageType":"response","data":{<client>,"payload":{"data":1,"status":"ok","id":"7"},"id":"1"}}
            # message
            an inbound message             | {"type":"message","data":{"payload":{"time":1},"id":"1"}} | <ack 1>
            an inbound message, heard      | <sub secure/inbound> ~ {"type":"message","data":{"messageType":"m","payload":"","id":"1"}} | <welcome secure/inbound> ~ <ack 1> ~ {"topic":"secure/inbound","messageType":"m","data":{"client":{"connectionId":"<me>","subject":"ann","permissions":["realtime:publisher:write:topic:*","realtime:publisher:write:topic:!read-only","realtime:subscriber:read:topic:secure/mine/*","realtime:subscriber:read:topic:secure/inbound"]},"payload":"","id":"1"}}
            """)
    void section4(String what, String sent, @Nullable String heard) throws IOException {
        run(A, "", sent, heard);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            no acknowledgements            | {"type":"publish","data":{"topic":"main","payload":"","id":"1"}} | {"topic":"main","messageType":"broadcast","data":{<client>,"payload":"","id":"1"}}
            nobody takes inbound messages  | {"type":"message","data":{"payload":"","id":"1"}}     |
            nor hears them                 | <sub secure/inbound>                                  | close 1008 Subscription to secure topic is forbidden!
            """)
    void anApplicationWithoutAcknowledgementsAndTargets(String what, String sent, @Nullable String heard)
            throws IOException {
        run(QUIET, "", sent, heard);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            compressed publications        | {"type":"publish","data":{"topic":"main","payload":"x","id":"1","compress":true}} | <ack 1> ~ {"topic":"main","messageType":"broadcast","data":{<client>,"payload":"x","id":"1"}}
            """)
    void anApplicationThatWantsText(String what, String sent, String heard) throws IOException {
        run(AS_TEXT, "", sent, heard);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            no JSON                        | hello                                                 | close 1008 Invalid message format!
            an empty message               | raw 818001020304                                      | close 1008 Invalid message format!
            half a frame                   | {"type":"subscribe","data":{"topic":"t"}              | close 1008 Invalid message format!
            more than a frame              | <sub t> <sub t>                                       | close 1008 Invalid message format!
            an array                       | [<sub t>]                                             | close 1008 Invalid message format!
            no type                        | {"data":{"topic":"t"}}                                | close 1008 Invalid message format!
            no data                        | {"type":"subscribe"}                                  | close 1008 Invalid message format!
            data that is no object         | {"type":"subscribe","data":["topic"]}                 | close 1008 Invalid message format!
            a type that is no string       | {"type":1,"data":{"topic":"t"}}                       | close 1008 Invalid message format!
            an unknown type                | {"type":"shout","data":{"topic":"t"}}                 | close 1008 Invalid message format!
            a type in another case         | {"type":"Subscribe","data":{"topic":"t"}}             | close 1008 Invalid message format!
            no topic                       | {"type":"subscribe","data":{}}                        | close 1008 Invalid message format!
            a topic that is null           | {"type":"subscribe","data":{"topic":null}}            | close 1008 Invalid message format!
            a topic that is no string      | {"type":"subscribe","data":{"topic":7}}               | close 1008 Invalid message format!
            an empty topic                 | <sub >                                                | close 1008 Invalid message format!
            a topic of 257 characters      | <sub <x*257>>                                         | close 1008 Invalid message format!
            a star                         | <sub a*>                                              | close 1008 Invalid message format!
            a leading exclamation mark     | <sub !a>                                              | close 1008 Invalid message format!
            a control character            | <sub a\\u0007>                                        | close 1008 Invalid message format!
            half a surrogate pair          | <sub a\\ud83d>                                        | close 1008 Invalid message format!
            a reserved prefix in capitals  | <sub Secure/mine/1>                                   | close 1008 Invalid message format!
            another one                    | {"type":"publish","data":{"topic":"PRIV/x","payload":""}} | close 1008 Invalid message format!
            unsubscribe from no topic      | {"type":"unsubscribe","data":{"topic":"a*"}}          | close 1008 Invalid message format!
            no payload                     | {"type":"publish","data":{"topic":"t"}}               | close 1008 Invalid message format!
            the payload null               | {"type":"publish","data":{"topic":"t","payload":null}} | close 1008 Invalid message format!
            a number                       | {"type":"publish","data":{"topic":"t","payload":7}}   | close 1008 Invalid message format!
            a boolean                      | {"type":"message","data":{"payload":true}}            | close 1008 Invalid message format!
            an id that is no string        | {"type":"publish","data":{"topic":"t","payload":"","id":7}} | close 1008 Invalid message format!
            a type that is no string       | {"type":"message","data":{"payload":"","messageType":7}} | close 1008 Invalid message format!
            compress that is no boolean    | {"type":"message","data":{"payload":"","compress":"yes"}} | close 1008 Invalid message format!
            nested too deep                | {"type":"message","data":{"payload":<[*70><]*70>}}    | close 1008 Invalid message format!
            nothing follows a close        | hello ~ <sub t>                                       | close 1008 Invalid message format!
            what came before is answered   | <sub t> ~ hello                                       | <welcome t> ~ close 1008 Invalid message format!
            a secure topic                 | <sub secure/yours>                                    | close 1008 Subscription to secure topic is forbidden!
            a private topic                | <sub priv/x>                                          | close 1008 Subscription to private topic is forbidden!
            even one's own                 | <sub priv/<me>>                                       | close 1008 Subscription to private topic is forbidden!
            a topic one may not publish to | {"type":"publish","data":{"topic":"read-only","payload":""}} | close 1008 Publication to topic is forbidden!
            the acknowledgements' topic    | {"type":"publish","data":{"topic":"priv/acks","payload":""}} | close 1008 The topic is reserved!
            the inbound topic              | {"type":"publish","data":{"topic":"secure/inbound","payload":""}} | close 1008 The topic is reserved!
            a topic of servers             | {"type":"publish","data":{"topic":"$SYS/x","payload":""}} | close 1008 The topic is reserved!
            a faked welcome                | {"type":"publish","data":{"topic":"main","messageType":"welcome","payload":""}} | close 1008 The message type is reserved!
            a faked acknowledgement        | {"type":"publish","data":{"topic":"main","messageType":"ack","payload":""}} | close 1008 The message type is reserved!
            faked presence                 | {"type":"message","data":{"messageType":"presence","payload":""}} | close 1008 The message type is reserved!
            a refresh without a token      | {"type":"refresh","data":{}}                          | close 1008 Invalid message format!
            a refresh with a bad one       | {"type":"refresh","data":{"token":"no"}}              | close 1008 The credentials are missing or do not verify!
            """)
    void section10(String what, String sent, @Nullable String heard) throws IOException {
        run(A, "", sent, heard);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a ping                         | 89 are you there                                      | pong are you there
            a pong nobody asked for        | 8a here I am                                          |
            a ping between fragments       | 01 {"type":"subscribe", ~ 89 x ~ 00 "data":{"topic": ~ 80 "t"}} | pong x ~ <welcome t>
            an empty fragment              | 01 {"type":"subscribe", ~ raw 008001020304 ~ 80 "data":{"topic":"t"}} | <welcome t>
            a close                        | raw 888201020304 02ea                                 | close 1000*
            a binary frame                 | 82 <sub t>                                            | close 1008 Invalid message format!
            text that is not UTF-8         | raw 818301020304 7a fd 7e                             | close 1008 Invalid message format!
            overlong UTF-8                 | raw 818400000000 22 c0 af 22                          | close 1008 Invalid message format!
            an extension nobody agreed on  | c1 <sub t>                                            | close 1002 no extension was agreed on
            nor any ping that uses one     | c9 x                                                  | close 1002 no extension was agreed on
            a frame that is not masked     | raw 810178                                            | close 1002*
            an unknown opcode              | 83 x                                                  | close 1002*
            a ping in fragments            | 09 x                                                  | close 1002*
            a ping that is too long        | 89 <x*126>                                            | close 1002*
            a fragment of nothing          | 80 x                                                  | close 1002*
            a message between fragments    | 01 x ~ 81 y                                           | close 1002*
            a close with half a code       | raw 888101020304 02                                   | close 1002*
            a close with a forbidden code  | raw 888201020304 02ef                                 | close 1002*
            """)
    void framing(String what, String sent, @Nullable String heard) throws IOException {
        run(A, "", sent, heard);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            the largest payload            | {"type":"publish","data":{"topic":"main","payload":"<x*5118>","id":"1"}} | <ack 1> ~ {"topic":"main","messageType":"broadcast","data":{<client>,"payload":"<x*5118>","id":"1"}}
            in bytes, not characters       | {"type":"publish","data":{"topic":"main","payload":"<é*2559>","id":"1"}} | <ack 1> ~ {"topic":"main","messageType":"broadcast","data":{<client>,"payload":"<é*2559>","id":"1"}}
            one byte more                  | {"type":"publish","data":{"topic":"main","payload":"<x*5119>","id":"1"}} | close 1009 The message is larger than allowed!
            and in characters              | {"type":"publish","data":{"topic":"main","payload":"<é*2560>","id":"1"}} | close 1009 The message is larger than allowed!
            an inbound message as well     | {"type":"message","data":{"payload":"<x*5119>","id":"1"}} | close 1009 The message is larger than allowed!
            the largest frame              | {"type":"subscribe","data":{"topic":"t"},"x":"<x*6096>"} | <welcome t>
            one byte more                  | {"type":"subscribe","data":{"topic":"t"},"x":"<x*6097>"} | close 1009 The message is larger than allowed!
            64 KB                          | <x*65536>                                             | close 1009 The message is larger than allowed!
            more than is read              | raw 81ff 0000000000010001 01020304                    | close 1009 The message is larger than allowed!
            fragments that are too long    | 01 <x*3072> ~ 00 <x*3072> ~ 00 x                      | close 1009 The message is larger than allowed!
            a long id                      | {"type":"message","data":{"payload":"","id":"<x*128>"}} | <ack <x*128>>
            a longer one                   | {"type":"message","data":{"payload":"","id":"<x*129>"}} | close 1009 The message is larger than allowed!
            """)
    void section11(String what, String sent, @Nullable String heard) throws IOException {
        run(A, "", sent, heard);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            and goes on                    | hello ~ <sub t>                                       | {"topic":"main","messageType":"error","data":{"code":"malformed","message":"Invalid message format!","detail":"not valid JSON","id":null,"type":null}} ~ <welcome t>
            says which frame               | {"type":"publish","data":{"topic":"t","id":"7"}}      | {"topic":"main","messageType":"error","data":{"code":"malformed","message":"Invalid message format!","detail":"payload is missing","id":"7","type":"publish"}}
            as far as it can be told       | {"data":{"id":"é\\n","type":"x","data":{"id":"y"}},"type":"shout | {"topic":"main","messageType":"error","data":{"code":"malformed","message":"Invalid message format!","detail":"not valid JSON","id":"é\\n","type":null}}
            of a sensible length           | {"type":"<x*129>","data":{"id":"<x*129>"}}            | {"topic":"main","messageType":"error","data":{"code":"malformed","message":"Invalid message format!","detail":"unknown frame type","id":null,"type":null}}
            a secure topic                 | <sub secure/yours>                                    | {"topic":"main","messageType":"error","data":{"code":"forbidden-subscribe","message":"Subscription to secure topic is forbidden!","detail":"Subscription to secure topic is forbidden","id":null,"type":"subscribe"}}
            a publication                  | {"type":"publish","data":{"topic":"read-only","payload":"","id":"1"}} | {"topic":"main","messageType":"error","data":{"code":"forbidden-publish","message":"Publication to topic is forbidden!","detail":"Publication to topic is forbidden","id":"1","type":"publish"}}
            a large payload                | {"type":"message","data":{"payload":"<x*5119>","id":"1"}} | {"topic":"main","messageType":"error","data":{"code":"too-large","message":"The message is larger than allowed!","detail":"a payload has at most 5120 bytes","id":"1","type":"message"}}
            a large frame                  | <x*65536>                                             | {"topic":"main","messageType":"error","data":{"code":"too-large","message":"The message is larger than allowed!","detail":"a frame has at most 6144 bytes","id":null,"type":null}}
            large fragments, told once     | 01 <x*4000> ~ 00 <x*4000> ~ 80 <x*4000> ~ <sub t>     | {"topic":"main","messageType":"error","data":{"code":"too-large","message":"The message is larger than allowed!","detail":"a frame has at most 6144 bytes","id":null,"type":null}} ~ <welcome t>
            a binary message               | 02 {"type": ~ 80 "subscribe"} ~ <sub t>               | {"topic":"main","messageType":"error","data":{"code":"malformed","message":"Invalid message format!","detail":"client frames are text","id":null,"type":null}} ~ <welcome t>
            a bad new token                | {"type":"refresh","data":{"token":"no","id":"1"}}     | {"topic":"main","messageType":"error","data":{"code":"unauthenticated",*
            but not what breaks the line   | raw 810178                                            | close 1002*
            nor what cannot be read        | raw 81ff 0000000000010001 01020304                    | close 1009 The message is larger than allowed!
            """)
    void errorsAsFrames(String what, String sent, @Nullable String heard) throws IOException {
        run(A, "&errors=frames", sent, heard);
    }
}
