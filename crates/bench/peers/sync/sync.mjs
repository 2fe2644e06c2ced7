// The peer of our sync: PouchDB pulling over HTTP on loopback into its LevelDB on disk.
//
// Asked by lines on standard input; ends when that ends. First it prints
// `ready pouchdb VERSION node VERSION`, then for each line:
//   load FILE       reads documents, one JSON a line, into the source; `loaded COUNT`
//   initial FOLDER  pulls everything into a new target in FOLDER; `done SECONDS COUNT`,
//                   COUNT being what the target then holds
//   change K        changes K documents of the source, spread evenly; `changed K`
//   delta           pulls into the target there is, from its checkpoint; `done SECONDS WRITTEN`
//   sum             `sum COUNT DIGEST` over the target
// Timed is the replication alone: not the opening of the target, nor the counting. Its checkpoints
// are part of it, on both sides, as PouchDB does by default. What goes wrong is said on standard
// error and ends everything with 1.
//
// The source runs in a process of its own, see plain.mjs.

import { fork } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { Agent } from "node:http";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import PouchDB from "pouchdb";

// The fastest of what was tried, with 20,000 documents of about 0.9 kB (2 cores that others used
// too, by turns, seconds):
//   batch_size         500   1000   2000   5000  10000
//                     2.38   2.22   2.65   2.59   3.13
//   again             2.26   1.91   1.88   2.15   3.19
// batches_limit only says how far the list of changes is read ahead: 1, 10 (PouchDB's own) and 100
// lay within what differed from one run to the next.
const OPTIONS = { batch_size: 2000, batches_limit: 10 };
// Rows read at a time for the sum.
const PAGE = 1000;

function fail(error) {
  console.error(error);
  process.exit(1);
}
process.on("uncaughtException", fail);
process.on("unhandledRejection", fail);

const source = fork(fileURLToPath(new URL("source.mjs", import.meta.url)), [], {
  // What it might print is kept out of the answers.
  stdio: ["ignore", "ignore", "inherit", "ipc"],
});
source.on("exit", (code) => fail(new Error(`the source ended with ${code}`)));

async function told() {
  const [answer] = await once(source, "message");
  return answer;
}

function ask(what, given) {
  source.send({ what, given });
  return told();
}

const url = await told();
// Without this PouchDB connects anew for each request.
const agent = new Agent({ keepAlive: true });
const fetch = (to, how) => PouchDB.fetch(to, { ...how, agent });
let target;

async function replicate() {
  const remote = new PouchDB(url, { fetch });
  const start = performance.now();
  const result = await PouchDB.replicate(remote, target, OPTIONS);
  const seconds = (performance.now() - start) / 1000;
  if (!result.ok || result.doc_write_failures > 0 || result.errors.length > 0) {
    throw new Error(`not replicated: ${JSON.stringify(result)}`);
  }
  return { seconds: seconds.toFixed(6), written: result.docs_written };
}

async function initial(folder) {
  await target?.close();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  target = new PouchDB(folder);
  // Opened, and not only begun to be.
  await target.info();
  const { seconds } = await replicate();
  return `done ${seconds} ${(await target.info()).doc_count}`;
}

async function delta() {
  const { seconds, written } = await replicate();
  return `done ${seconds} ${written}`;
}

async function sum() {
  const hash = createHash("sha256");
  let count = 0;
  let from = {};
  for (;;) {
    const { rows } = await target.allDocs({ include_docs: true, limit: PAGE, ...from });
    for (const { doc } of rows) {
      const { _id, _rev, touched, ...rest } = doc;
      hash.update(`${_id}\n${JSON.stringify(rest)}\n`);
    }
    count += rows.length;
    if (rows.length < PAGE) return `sum ${count} ${hash.digest("hex")}`;
    from = { startkey: rows.at(-1).id, skip: 1 };
  }
}

async function answer(line) {
  const [what, given] = line.split(/ (.*)/);
  if (what === "load") return `loaded ${await ask("load", given)}`;
  if (what === "initial") return initial(given);
  if (what === "change") return `changed ${await ask("change", Number(given))}`;
  if (what === "delta") return delta();
  if (what === "sum") return sum();
  throw new Error(`not understood: ${line}`);
}

console.log(`ready pouchdb ${PouchDB.version} node ${process.versions.node}`);
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  console.log(await answer(line));
}
process.exit();
