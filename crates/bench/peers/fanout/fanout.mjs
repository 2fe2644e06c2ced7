// The peer of our push fan-out: a ws server that sends one text to every open client.
//
// Asked by lines on standard input; ends when that ends. First it prints
// `ready PORT ws VERSION node VERSION`, then it does for each line:
//   send TEXT   sends TEXT to every open client, answers nothing
//   count       answers the number of open clients
//   cpu         answers the microseconds of processor time this process has used so far
//
// The loop is the one that ws's README gives for a server broadcast. The text is made into bytes
// once for all clients, which ws then frames without copying; deflate stays off.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import WebSocket, { WebSocketServer } from "ws";

const manifest = fileURLToPath(new URL("package.json", import.meta.resolve("ws")));
const { version } = JSON.parse(readFileSync(manifest, "utf8"));

const server = new WebSocketServer({
  host: "127.0.0.1",
  port: 0,
  perMessageDeflate: false,
  // Thousands of clients come at once; with the usual 511 some would wait for a second try.
  backlog: 4096,
});

// A client that breaks off must not end the server.
server.on("connection", (client) => client.on("error", () => {}));
server.on("error", (error) => {
  console.error(error);
  process.exit(1);
});

const AS_TEXT = { binary: false };

function send(text) {
  const bytes = Buffer.from(text);
  for (const client of server.clients) {
    if (client.readyState === WebSocket.OPEN) client.send(bytes, AS_TEXT);
  }
}

function count() {
  let open = 0;
  for (const client of server.clients) if (client.readyState === WebSocket.OPEN) open++;
  return open;
}

function cpu() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function obey(line) {
  if (line.startsWith("send ")) send(line.slice("send ".length));
  else if (line === "count") console.log(count());
  else if (line === "cpu") console.log(cpu());
  else throw new Error(`not understood: ${line}`);
}

server.on("listening", () => {
  console.log(`ready ${server.address().port} ws ${version} node ${process.versions.node}`);
  createInterface({ input: process.stdin, crlfDelay: Infinity })
    .on("line", obey)
    .on("close", () => process.exit());
});
