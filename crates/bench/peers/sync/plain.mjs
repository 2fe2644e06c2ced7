// The least that PouchDB's http adapter asks of a source when it pulls, over a map in memory.
//
// express-pouchdb works, but of the time of an initial replication about half is its own. Here each
// document lies ready as the text that goes into the reply, so next to nothing is left but the
// target: that favours the peer.

import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";

const uuid = randomUUID();
const docs = new Map();
// The documents in the order of their changes; one that was changed again is stale where it stood.
const log = [];
// The checkpoints.
const local = new Map();

function write(doc) {
  const { _id, ...body } = doc;
  const rest = JSON.stringify(body);
  const past = docs.get(_id)?.revisions ?? [];
  const made = createHash("md5").update(`${past[0]}\n${rest}`).digest("hex");
  const revisions = [made, ...past];
  const rev = `${revisions.length}-${made}`;
  const head = { _id, _rev: rev, _revisions: { start: revisions.length, ids: revisions } };
  const comma = rest === "{}" ? "" : ",";
  const text = JSON.stringify(head).slice(0, -1) + comma + rest.slice(1);
  const entry = { id: _id, rev, revisions, doc, seq: log.length + 1 };
  entry.reply = `{"id":${JSON.stringify(_id)},"docs":[{"ok":${text}}]}`;
  entry.change = JSON.stringify({ seq: entry.seq, id: _id, changes: [{ rev }] });
  docs.set(_id, entry);
  log.push(entry);
}

function changes(since, limit) {
  const found = [];
  let seq = since;
  while (seq < log.length && found.length < limit) {
    const entry = log[seq++];
    if (docs.get(entry.id) === entry) found.push(entry.change);
  }
  return `{"results":[${found}],"last_seq":${seq}}`;
}

function bulkGet(wanted) {
  const replies = wanted.map(({ id, rev }) => {
    const entry = docs.get(id);
    // Nothing is changed while a replication runs, so only the newest is ever asked for.
    if (entry?.rev !== rev) throw new Error(`no ${id} ${rev}`);
    return entry.reply;
  });
  return `{"results":[${replies}]}`;
}

function answer(method, path, query, body) {
  if (path === "/") return JSON.stringify({ couchdb: "Welcome", uuid });
  if (path === "/source/") {
    return JSON.stringify({ db_name: "source", doc_count: docs.size, update_seq: log.length });
  }
  if (path === "/source/_changes") return changes(+query.get("since"), +query.get("limit"));
  if (path === "/source/_bulk_get") return bulkGet(JSON.parse(body).docs);
  if (path.startsWith("/source/_local/")) {
    if (method === "GET") return local.get(path);
    const doc = JSON.parse(body);
    const rev = `0-${+(doc._rev ?? "0-0").slice(2) + 1}`;
    local.set(path, JSON.stringify({ ...doc, _rev: rev }));
    return JSON.stringify({ ok: true, id: doc._id, rev });
  }
  throw new Error(`nobody was to ask for ${method} ${path}`);
}

async function serve(request, response) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const { pathname, searchParams } = new URL(request.url, "http://source");
  const body = Buffer.concat(parts).toString();
  const text = answer(request.method, pathname, searchParams, body);
  const missing = '{"error":"not_found","reason":"missing"}';
  response.writeHead(text ? 200 : 404, { "content-type": "application/json" });
  response.end(text ?? missing);
}

export async function open() {
  const server = createServer(serve).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}/source`,
    put: (added) => added.forEach(write),
    touch: (ids, touched) => ids.forEach((id) => write({ ...docs.get(id).doc, touched })),
  };
}
