// Scenes like those of the vendor's demos, on the libraries that these use. Arguments: the scene, then what it needs.
// What happened leaves as JSON lines.
import { createHmac } from 'node:crypto';
import ReconnectingWebSocket from 'reconnecting-websocket';
import WebSocket from 'ws';

const say = (event) => console.log(JSON.stringify(event));
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

function token(key, claims) {
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

const scenes = {
  /** Comes back by itself, each time with a new token of a short life, and gives up on a handshake after a second. */
  async reconnecting(address, key) {
    const life = 2;
    const url = async () => `${address}?access_token=${token(key, { sub: 'demo', exp: Math.floor(Date.now() / 1000) + life })}`;
    const socket = new ReconnectingWebSocket(url, [], { WebSocket, connectionTimeout: 1000, maxRetries: 10 });
    socket.addEventListener('message', ({ data }) => {
      const frame = JSON.parse(data);
      say({ event: 'frame', frame });
      if (frame.topic === 'main' && frame.messageType === 'welcome') {
        setTimeout(() => say({ event: 'expired', connection: frame.data.connection.id }), (life + 1) * 1000);
      }
    });
    socket.addEventListener('close', ({ code }) => say({ event: 'closed', code }));
    socket.addEventListener('error', ({ message }) => say({ event: 'error', message }));
  },
};

const [scene, ...rest] = process.argv.slice(2);
await scenes[scene](...rest);
