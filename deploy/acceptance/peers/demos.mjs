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

  /** A game: the server knows a player from presence before the player's first move, and forgets who leaves. */
  async balloons(address, key, count) {
    const players = new Set();
    const seen = [];
    let gone = 0;
    const open = (claims) => new WebSocket(`${address}?access_token=${token(key, claims)}`);
    const heard = (socket, listener) => socket.on('message', (text) => listener(JSON.parse(text)));

    const server = open({
      sub: 'server',
      permissions: ['realtime:subscriber:read:topic:secure/inbound', 'realtime:publisher:write:topic:*'],
    });
    server.on('open', () => server.send(JSON.stringify({ type: 'subscribe', data: { topic: 'secure/inbound' } })));
    heard(server, ({ topic, messageType, data }) => {
      if (topic !== 'secure/inbound') {
        return;
      }
      if (messageType === 'welcome') {
        join();
        return;
      }
      const id = data.client.connectionId;
      if (messageType === 'presence') {
        const { status } = data.payload;
        say({ event: 'presence', id, subject: data.client.subject, data });
        if (status === 'connected') {
          players.add(id);
        } else {
          players.delete(id);
          gone++;
        }
      } else {
        say({ event: players.has(id) ? 'moved' : 'stranger', id });
        server.send(JSON.stringify({ type: 'publish', data: { topic: 'main', payload: { moved: id } } }));
      }
      if (gone === count) {
        say({ event: 'over', ids: seen });
        server.close();
      }
    });

    const join = () => {
      for (let i = 0; i < count; i++) {
        const player = open({ sub: `player ${i}` });
        let own;
        // at once, without waiting for the welcome
        player.on('open', () => player.send(JSON.stringify({ type: 'message', data: { payload: { x: i, y: i } } })));
        heard(player, ({ topic, messageType, data }) => {
          if (topic === 'main' && messageType === 'welcome') {
            own = data.connection.id;
            seen.push(own);
          } else if (topic === 'main' && data.payload.moved === own) {
            player.close();
          }
        });
      }
    };
  },
};

const [scene, address, key, count] = process.argv.slice(2);
await scenes[scene](address, key, Number(count));
