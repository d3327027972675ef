// The npm package ws as a peer. Argument: the URL. Each line of the input is sent as one frame; events leave as JSON lines.
import { createInterface } from 'node:readline';
import WebSocket from 'ws';

const say = (event) => console.log(JSON.stringify(event));
const socket = new WebSocket(process.argv[2]);

socket.on('unexpected-response', (_, response) => {
  let body = '';
  response.on('data', (chunk) => (body += chunk));
  response.on('end', () => {
    say({ event: 'refused', status: response.statusCode, contentType: response.headers['content-type'], body });
    process.exit(0);
  });
});
socket.on('message', (data, binary) => say({ event: 'frame', binary, frame: JSON.parse(data) }));
socket.on('close', (code, reason) => {
  say({ event: 'closed', code, reason: String(reason) });
  process.exit(0);
});
socket.on('error', (error) => say({ event: 'error', message: error.message }));
socket.on('open', () => {
  say({ event: 'open' });
  createInterface({ input: process.stdin }).on('line', (line) => socket.send(line)).on('close', () => socket.close());
});
