// What a demo does with the config.js of an application: signs a token, connects, and has a message acknowledged.
// Argument: the file. What happened leaves as JSON lines; keys do not.
import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import WebSocket from 'ws';

const say = (event) => console.log(JSON.stringify(event));
const config = createRequire(import.meta.url)(process.argv[2]);
const { WEBSOCKET_CLIENTS_SIGNING_KEY, ADMIN_SIGNING_KEY, ...shown } = config;
say({ event: 'config', ...shown, signed: Boolean(ADMIN_SIGNING_KEY) });

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const signed = `${encode({ alg: config.ALGORITHM, typ: 'JWT' })}.${encode({ sub: 'demo', permissions: [] })}`;
const hash = config.ALGORITHM.replace('HS', 'sha');
const token = `${signed}.${createHmac(hash, WEBSOCKET_CLIENTS_SIGNING_KEY).update(signed).digest('base64url')}`;

const socket = new WebSocket(`ws://${config.CLUSTER_HOSTNAME}/apps/${config.APP_ID}?access_token=${token}`);
socket.on('message', (text) => {
  const { messageType, data } = JSON.parse(text);
  if (messageType === 'welcome') {
    say({ event: 'welcome', connection: data.connection });
    socket.send(JSON.stringify({ type: 'message', data: { id: 'mine', payload: { hello: 'backend' } } }));
  }
  if (messageType === 'ack') {
    say({ event: 'ack', id: data.data });
    socket.close();
  }
});
socket.on('error', (error) => say({ event: 'error', message: error.message }));
