// The vendor's own SDK, realtime-pubsub-client: two clients of one application, one asks and the other answers.
// Arguments: the URLs of the two. What happened leaves as JSON lines.
import { RealtimeClient } from 'realtime-pubsub-client';

const say = (event) => console.log(JSON.stringify(event));

async function connect(url) {
  const client = new RealtimeClient({ websocketOptions: { urlProvider: () => url, maxRetries: 0 } });
  client.on('error', (error) => say({ event: 'error', message: error.message }));
  await client.connect();
  const connection = await client.waitFor('session.started', { timeout: 5000 });
  say({ event: 'started', connection: Array.isArray(connection) ? connection[0] : connection });
  return client;
}

const asking = await connect(process.argv[2]);
const answering = await connect(process.argv[3]);

answering.on('questions.ask', (message, reply) => {
  say({ event: 'heard', data: message.data });
  reply({ answer: message.data.payload.question + '!' });
});
answering.subscribeRemoteTopic('questions');
await answering.waitFor('questions.welcome', { timeout: 5000 });

const question = asking.publish('questions', { question: 'ready' }, { messageType: 'ask' });
const [, reply] = await Promise.all([question.waitForAck(), question.waitForReply()]);
say({ event: 'answered', reply: Array.isArray(reply) ? reply[0] : reply });

asking.disconnect();
answering.disconnect();
process.exit(0);
