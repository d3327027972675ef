// MQTT.js as a peer. Arguments: the URL, and MQTT.js options as JSON. Each line of the input is a command as JSON:
//   {"subscribe": filter, "qos": 1}
//   {"publish": topic, "text": "..." or "base64": "...", "qos": 1, "retain": false, "responseTopic": topic, "correlation": "..."}
//   {"end": true}
// The option caFile names the certificate of the authority to trust.
// Events leave as JSON lines.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import mqtt from 'mqtt';

const say = (event) => console.log(JSON.stringify(event));
const { caFile, ...options } = JSON.parse(process.argv[3]);
const ca = caFile ? readFileSync(caFile) : undefined;
const client = mqtt.connect(process.argv[2], { reconnectPeriod: 0, ca, ...options });

client.on('connect', (connack) => say({ event: 'connected', code: connack.returnCode ?? connack.reasonCode }));
client.on('error', (error) => say({ event: 'refused', code: error.code, message: error.message }));
client.on('close', () => {
  say({ event: 'closed' });
  process.exit(0);
});
client.on('message', (topic, payload, packet) =>
  say({
    event: 'message',
    topic,
    text: payload.toString(),
    base64: payload.toString('base64'),
    qos: packet.qos,
    retain: packet.retain,
    contentType: packet.properties?.contentType,
    userProperties: packet.properties?.userProperties,
    responseTopic: packet.properties?.responseTopic,
    correlation: packet.properties?.correlationData?.toString(),
  }),
);

function run(command) {
  const done = (event) => (error, result) =>
    say(error ? { event: 'failed', message: error.message } : { event, granted: result?.map?.((grant) => grant.qos) });
  if (command.end) {
    client.end();
  } else if (command.subscribe) {
    client.subscribe(command.subscribe, { qos: command.qos ?? 0 }, done('subscribed'));
  } else {
    const payload = command.base64 === undefined ? command.text : Buffer.from(command.base64, 'base64');
    const properties = command.responseTopic && {
      responseTopic: command.responseTopic,
      correlationData: Buffer.from(command.correlation),
    };
    const how = { qos: command.qos ?? 0, retain: command.retain ?? false, ...(properties && { properties }) };
    client.publish(command.publish, payload, how, done('published'));
  }
}

createInterface({ input: process.stdin }).on('line', (line) => run(JSON.parse(line))).on('close', () => client.end());
