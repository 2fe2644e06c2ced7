// The source of the replication, in a process of its own, forked by sync.mjs and asked by its
// messages. What holds the documents and serves them is plain.mjs.

import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

import { open } from "./plain.mjs";

const BATCH = 1000;

// put(docs) adds new documents, touch(ids, touched) changes that field of the ones given.
const { url, put, touch } = await open();
const ids = [];
let touched = 0;

async function load(file) {
  const before = ids.length;
  const input = createReadStream(file);
  let batch = [];
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    if (line === "") continue;
    const doc = JSON.parse(line);
    ids.push(doc._id);
    if (batch.push(doc) === BATCH) {
      await put(batch);
      batch = [];
    }
  }
  await put(batch);
  return ids.length - before;
}

// Each change moves on by one document: a long history of revisions would slow the peer.
async function change(count) {
  if (!(count <= ids.length)) throw new Error(`${count} of ${ids.length} cannot be changed`);
  touched++;
  const at = (which) => (Math.floor((which * ids.length) / count) + touched) % ids.length;
  const chosen = Array.from({ length: count }, (_, which) => ids[at(which)]);
  await touch(chosen, touched);
  return count;
}

process.on("message", async ({ what, given }) => {
  process.send(what === "load" ? await load(given) : await change(given));
});
process.on("disconnect", () => process.exit());
process.send(url);
