// What users of the vendor's own SDK, realtime-pubsub-client, do with it. Arguments: the name of a scene, then the URLs of its
// clients. What happened leaves as JSON lines.
import { RealtimeClient } from 'realtime-pubsub-client';

const say = (event) => console.log(JSON.stringify(event));
const first = (value) => (Array.isArray(value) ? value[0] : value);

function client(url, name) {
  const made = new RealtimeClient({ websocketOptions: { urlProvider: () => url } });
  made.on('error', (error) => say({ event: 'error', name, message: error.message }));
  made.on('close', ({ code, reason }) => say({ event: 'closed', name, code, reason }));
  made.on('session.started', (connection) => say({ event: 'started', name, connection }));
  return made;
}

async function connected(url, name) {
  const made = client(url, name);
  const started = made.waitFor('session.started', { timeout: 5000 });
  await made.connect();
  await started;
  return made;
}

const scenes = {
  /** A backend answers what clients send to nobody in particular. */
  async rpc(backendUrl, clientUrl) {
    const backend = await connected(backendUrl, 'backend');
    backend.on('secure/inbound.gettime', (message, reply) => {
      say({ event: 'asked', data: message.data });
      reply({ time: 1795225520415 });
    });
    backend.subscribeRemoteTopic('secure/inbound');
    await backend.waitFor('secure/inbound.welcome', { timeout: 5000 });

    const asking = await connected(clientUrl, 'client');
    const question = asking.send('', { messageType: 'gettime' });
    const [, reply] = await Promise.all([question.waitForAck(), question.waitForReply()]);
    say({ event: 'answered', reply: first(reply) });
  },

  /** Asks until a backend answers that reads a queue and publishes by HTTP: once as the vendor's demo does, once so that the SDK takes it for the reply. */
  async queue(url, subject) {
    const asking = await connected(url, 'asking');
    for (let tries = 0; tries < 10; tries++) {
      const published = asking.waitFor(`priv/${subject}.broadcast`, { timeout: 3000 });
      const question = asking.send({ type: 'gettime' });
      try {
        const [[message], reply] = await Promise.all([published, question.waitForReply(3000)]);
        say({ event: 'answered', id: question.options.id, published: message.data, reply: first(reply) });
        return;
      } catch (error) {
        say({ event: 'asks again', message: error.message });
      }
    }
  },

  /** The same publication, compressed and not. */
  async compressed(url) {
    const both = await connected(url, 'both');
    both.on('news.broadcast', ({ data, compression }) => say({ event: 'heard', payload: data.payload, compression }));
    both.subscribeRemoteTopic('news');
    await both.publish('news', { grüße: 'plain' }).waitForAck();
    await both.publish('news', { grüße: 'compressed' }, { compress: true }).waitForAck();
    await both.publish('main', 'end').waitForAck();
    await both.wait(200);
  },

  /** Nobody answers. */
  async unanswered(url) {
    const asking = await connected(url, 'asking');
    const began = Date.now();
    const question = asking.send({ anybody: 'there' });
    await question.waitForAck();
    await question.waitForReply(300).catch((error) => say({ event: 'gave-up', message: error.message, after: Date.now() - began }));
    const other = asking.publish('main', 'still here');
    await other.waitForAck();
    say({ event: 'acked' });
  },

  /** Subscribes without permission, without waiting for anything. */
  async forbidden(url) {
    const began = Date.now();
    const refused = client(url, 'refused');
    const closed = refused.waitFor('close', { timeout: 5000 });
    await refused.connect();
    refused.subscribeRemoteTopic('secure/logs');
    await closed;
    say({ event: 'refused', after: Date.now() - began });
  },

  /** Stays, comes back whenever it is cut off, and subscribes anew. */
  async stay(url) {
    const staying = client(url, 'staying');
    staying.on('session.started', () => staying.subscribeRemoteTopic('news'));
    staying.on('news.welcome', () => say({ event: 'subscribed' }));
    staying.on('news.broadcast', ({ data }) => say({ event: 'heard', data }));
    await staying.connect();
    await new Promise(() => setInterval(() => {}, 1000));
  },
};

const [scene, ...urls] = process.argv.slice(2);
await scenes[scene](...urls);
process.exit(0);
