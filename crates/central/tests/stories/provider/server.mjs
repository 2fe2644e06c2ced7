// An identity provider for a story: oidc-provider (npm), certified by the OpenID Foundation and somebody else's.
//
// node server.mjs FOLDER: FOLDER has its node_modules. It says on which port it listens, reads where browsers are
// to be sent back to, and says that it is ready. Whoever signs in is called as they say; what stands before a dash
// is what they would be called elsewhere.

import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const from = createRequire(join(process.argv[2], "package.json"));
const { default: Provider } = await import(pathToFileURL(from.resolve("oidc-provider")));

let answers = (_, answer) => answer.writeHead(503).end();
const server = createServer((request, answer) => answers(request, answer));
await new Promise((listens) => server.listen(0, "127.0.0.1", listens));
console.log(server.address().port);

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const back = (await lines.next()).value;
const provider = new Provider(`http://127.0.0.1:${server.address().port}`, {
  clients: [{ client_id: "onemap", client_secret: "a secret for a story", redirect_uris: [back] }],
  claims: { openid: ["sub"], profile: ["preferred_username"] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, preferred_username: id.split("-")[0] }),
  }),
  pkce: { required: () => true },
});
answers = provider.callback();
console.log("ready");
// It ends with whoever began it.
await lines.next();
process.exit(0);
