// Runs the published TypeScript client, unmodified, against a running Nabe server.
//
//   node run.mjs --base-url URL --api-key KEY --account-id ID --sandbox-url URL --people 1000
//
// Prints TAP; ends with status 0 if every check has passed.

import assert from "node:assert/strict";
import { parseArgs } from "node:util";

import client from "@stackone/stackone-client-ts";
import errors from "@stackone/stackone-client-ts/sdk/models/errors/index.js";

import { refused, run, skip } from "../tap.mjs";
import { reads } from "./reads.mjs";

const { values: options } = parseArgs({
  options: {
    "base-url": { type: "string" },
    "api-key": { type: "string" },
    "account-id": { type: "string" },
    "sandbox-url": { type: "string" },
    people: { type: "string", default: "1000" },
  },
});
for (const name of ["base-url", "api-key", "account-id"]) {
  if (!options[name]) throw new Error(`--${name} is missing`);
}
const accountId = options["account-id"];
const people = Number(options.people);

/** The client as published. It would retry for up to an hour, which only hides what went wrong. */
function clientWith(key) {
  return new client.StackOne({
    serverURL: options["base-url"],
    security: { username: key, password: "" },
    retryConfig: { strategy: "none" },
    timeoutMs: 90_000,
  });
}

const nabe = clientWith(options["api-key"]);
const owner = `e2e-${Date.now()}`;
const unknownAccount = "acct_00000000000000000000000000000000";
/** What later checks take from earlier ones. */
const known = { session: undefined, employees: [], documents: undefined };

/** The account that everything is read from. */
async function account() {
  const { linkedAccount } = await nabe.accounts.getAccount({ id: accountId });
  return linkedAccount;
}

/** The linked accounts that a filter leaves. */
async function accounts(filter) {
  const answer = await nabe.accounts.listLinkedAccounts(filter);
  assert.equal(answer.statusCode, 200);
  assert.ok(Array.isArray(answer.classes), "the list of accounts must be a bare array");
  return answer.classes;
}

/** Sends JSON to where no published client goes: the sandbox's control, and what the embedded component calls. */
async function post(url, body, headers = {}) {
  const signal = AbortSignal.timeout(30_000);
  const sent = { method: "POST", headers: { "content-type": "application/json", ...headers }, signal };
  const answer = await fetch(url, { ...sent, body: JSON.stringify(body) });
  assert.equal(answer.status, 201, `${url} answered ${answer.status}`);
  return answer.json();
}

/** A further account, linked for a customer of its own. */
async function linked() {
  if (!options["sandbox-url"]) skip("no --sandbox-url was given");
  const asked = { name: "Second", permissions: { employees: "read" }, attributes: "all" };
  const made = await post(`${options["sandbox-url"]}/_sandbox/credentials`, asked);
  const { provider } = await account();
  const session = await nabe.connectSessions.createConnectSession({
    originOwnerId: `${owner}-second`,
    originOwnerName: "Second customer",
    provider,
  });
  const { client_id, client_secret } = made;
  const credentials = { client_id, client_secret, personio_app_id: "SECOND_CUSTOMER" };
  const headers = { "x-hub-session-token": session.connectSessionTokenAuthLink.token };
  return post(`${options["base-url"]}/hub/accounts`, { integration_id: provider, credentials }, headers);
}

const includesOurs = (list) => list.some((it) => it.id === accountId);

/** Every employee, page by page; each page is validated by the client. */
async function employees(request, largestPage) {
  const all = [];
  let pages = 0;
  const answers = await nabe.hris.listEmployees({ xAccountId: accountId, ...request });
  for await (const page of answers) {
    pages += 1;
    const data = page.employeesPaginated?.data ?? [];
    assert.ok(data.length <= largestPage, `page ${pages} has ${data.length} rows, ${largestPage} were asked for`);
    all.push(...data);
    assert.ok(pages <= people, "the pages never end: does the cursor advance?");
  }
  return { all, pages };
}

/** Checks that these are the people of the company, each once. */
function areEverybody({ all, pages }, largestPage) {
  assert.equal(all.length, people);
  assert.equal(new Set(all.map((it) => it.id)).size, people, "an employee came twice");
  assert.equal(new Set(all.map((it) => it.remoteId)).size, people, "a provider's id came twice");
  assert.ok(pages >= Math.ceil(people / largestPage), `${pages} pages are too few`);
  const named = all.filter((it) => it.firstName && it.lastName).length;
  assert.equal(named, people, "some employees have no name");
}

/** Documents of the first people who have some, each with its person. */
async function documents(most) {
  const found = [];
  for (const { id } of known.employees) {
    const answers = await nabe.hris.listEmployeeDocuments({ xAccountId: accountId, id });
    for await (const page of answers) {
      found.push(...page.hrisDocumentsPaginated.data.map((document) => ({ person: id, document })));
    }
    if (found.length >= most) break;
  }
  return found;
}

/** The bytes of a document, as the client gives them: text comes as a string. */
async function download({ person, document }) {
  const request = { xAccountId: accountId, id: person, subResourceId: document.id };
  const answer = await nabe.hris.downloadEmployeeDocument(request);
  assert.equal(answer.statusCode, 200);
  const type = answer.contentType;
  if (type === "text/plain") return { type, bytes: new TextEncoder().encode(answer.downloadApiModel1) };
  return { type, bytes: answer.body };
}

await run({
  "the sandbox answers": async () => {
    if (!options["sandbox-url"]) skip("no --sandbox-url was given");
    const answer = await fetch(options["sandbox-url"], { signal: AbortSignal.timeout(30_000) });
    assert.ok(answer.status < 500, `the sandbox answered ${answer.status}`);
  },

  "connectSessions.createConnectSession answers 201 with a token and a link": async () => {
    const answer = await nabe.connectSessions.createConnectSession({
      originOwnerId: owner,
      originOwnerName: "End-to-end test",
      originUsername: "tester@example.com",
      provider: (await account()).provider,
      expiresIn: 600,
    });
    assert.equal(answer.statusCode, 201);
    const session = answer.connectSessionTokenAuthLink;
    assert.equal(session.originOwnerId, owner);
    assert.ok(session.token.length > 20, "the token is too short to be a secret");
    assert.match(session.authLinkUrl, /^https?:\/\//);
    assert.ok(Math.abs(session.createdAt - Date.now()) < 600_000, "the session was made at another time");
    known.session = session;
  },

  "connectSessions.authenticateConnectSession answers 201 and no secret": async () => {
    if (!known.session) skip("there is no session");
    const { token } = known.session;
    const answer = await nabe.connectSessions.authenticateConnectSession({ token });
    assert.equal(answer.statusCode, 201);
    assert.equal(answer.connectSession.originOwnerId, owner);
    assert.equal(answer.connectSession.id, known.session.id);
    assert.ok(!JSON.stringify(answer.connectSession).includes(token), "the token is in the answer");
  },

  "connectSessions.authenticateConnectSession refuses an unknown token": async () => {
    const call = () => nabe.connectSessions.authenticateConnectSession({ token: "no-such-token" });
    await refused(call, errors.NotFoundResponse, 404);
  },

  "accounts.listLinkedAccounts lists the account": async () => {
    assert.ok(includesOurs(await accounts({})));
  },

  "accounts.listLinkedAccounts filters": async () => {
    const { provider, originOwnerId, status } = await account();
    assert.ok(includesOurs(await accounts({ providers: [provider] })), "by provider");
    assert.deepEqual(await accounts({ providers: ["no_such_provider"] }), [], "by another provider");
    assert.deepEqual((await accounts({ accountIds: [accountId] })).map((it) => it.id), [accountId], "by id");
    assert.deepEqual(await accounts({ accountIds: [unknownAccount] }), [], "by an unknown id");
    assert.ok(includesOurs(await accounts({ originOwnerId })), "by owner");
    assert.ok(includesOurs(await accounts({ originOwnerIds: [originOwnerId, "other"] })), "by one of two owners");
    assert.deepEqual(await accounts({ originOwnerId: "nobody" }), [], "by another owner");
    assert.ok(includesOurs(await accounts({ status: [status, "error"] })), "by one of two states");
    const other = status === "inactive" ? "active" : "inactive";
    assert.ok(!includesOurs(await accounts({ status: [other] })), "by another state");
    assert.ok((await accounts({ page: 1, pageSize: 1 })).length <= 1, "by page");
  },

  "accounts.getAccount gets the account, without its credentials": async () => {
    const ours = await account();
    assert.equal(ours.id, accountId);
    assert.equal(ours.status, "active");
    assert.deepEqual(ours.credentials ?? {}, {});
  },

  // This client adds `"type": "production"` to every change, whatever the caller wants, and can't send a label.
  "accounts.updateAccount changes what was named, and never the type": async () => {
    const before = await account();
    const answer = await nabe.accounts.updateAccount({
      id: accountId,
      patchAccountExternalDto: { originUsername: `${owner}@example.com` },
    });
    assert.equal(answer.statusCode, 200);
    const after = await account();
    assert.equal(after.originUsername, `${owner}@example.com`);
    assert.equal(after.type, before.type);
    assert.equal(after.originOwnerId, before.originOwnerId);
    assert.equal(after.label, before.label);
    assert.equal(after.status, before.status);
  },

  "accounts.getAccountMetaInfo says what the account can do": async () => {
    const { linkedAccountMeta } = await nabe.accounts.getAccountMetaInfo({ id: accountId });
    assert.equal(linkedAccountMeta.provider, (await account()).provider);
    assert.equal(linkedAccountMeta.category, "hris");
  },

  "connectors.listConnectorsMeta and getConnectorMeta know the provider": async () => {
    const { provider } = await account();
    const { classes } = await nabe.connectors.listConnectorsMeta({});
    const listed = classes.find((it) => it.provider === provider);
    assert.ok(listed, `${provider} is not in the list`);
    const { connectorsMeta } = await nabe.connectors.getConnectorMeta({ provider });
    assert.equal(connectorsMeta.provider, provider);
    assert.equal(connectorsMeta.providerName, listed.providerName);
  },

  "connectors.getConnectorMeta refuses an unknown provider": async () => {
    const call = () => nabe.connectors.getConnectorMeta({ provider: "no_such_provider" });
    await refused(call, errors.NotFoundResponse, 404);
  },

  "hris.listEmployees reads everybody in pages of the usual size": async () => {
    const result = await employees({}, 25);
    areEverybody(result, 25);
    known.employees = result.all;
  },

  "hris.listEmployees reads everybody in pages of 100": async () => {
    const result = await employees({ pageSize: "100" }, 100);
    areEverybody(result, 100);
  },

  "hris.listEmployees answers the fields that were asked for": async () => {
    const answers = await nabe.hris.listEmployees({ xAccountId: accountId, pageSize: "5", fields: "id,first_name" });
    for await (const page of answers) {
      const { data } = page.employeesPaginated;
      assert.ok(data.length > 0 && data.every((it) => it.id && it.firstName), "asked for, but not there");
      assert.ok(data.every((it) => !it.lastName && !it.workEmail), "there, but not asked for");
      break;
    }
  },

  "hris.getEmployee gets the same person by the id": async () => {
    const listed = known.employees[Math.floor(known.employees.length / 2)];
    if (!listed) skip("no employee was listed");
    const { employeeResult } = await nabe.hris.getEmployee({ xAccountId: accountId, id: listed.id });
    const { data } = employeeResult;
    for (const field of ["id", "remoteId", "firstName", "lastName", "workEmail", "employeeNumber"]) {
      assert.equal(data[field], listed[field], field);
    }
  },

  "hris.getEmployee refuses an unknown person": async () => {
    const call = () => nabe.hris.getEmployee({ xAccountId: accountId, id: "999999999" });
    await refused(call, errors.NotFoundResponse, 404);
  },

  "hris.listTimeEntries and getTimeEntries read what was recorded": async () => {
    const answers = await nabe.hris.listTimeEntries({ xAccountId: accountId, pageSize: "50" });
    for await (const page of answers) {
      const { data } = page.timeEntriesPaginated;
      assert.ok(data.length > 0 && data.every((it) => it.id && it.employeeId && it.laborType.code));
      const { timeEntriesResult } = await nabe.hris.getTimeEntries({ xAccountId: accountId, id: data[0].id });
      assert.deepEqual(timeEntriesResult.data, data[0]);
      break;
    }
  },

  "hris.listEmployeeDocuments lists documents, and getEmployeeDocument gets one of them": async () => {
    if (known.employees.length === 0) skip("no employee was listed");
    known.documents = await documents(40);
    assert.ok(known.documents.length > 0, "nobody has documents");
    const { person, document } = known.documents.at(-1);
    const request = { xAccountId: accountId, id: person, subResourceId: document.id };
    const { hrisDocumentResult } = await nabe.hris.getEmployeeDocument(request);
    assert.deepEqual(hrisDocumentResult.data, document);
    assert.ok(document.name && document.fileFormat.value, "a document has a name and a format");
  },

  "hris.downloadEmployeeDocument takes files of every type": async () => {
    if (!known.documents) skip("no document was listed");
    const types = new Set();
    for (const one of known.documents) {
      let file;
      try {
        file = await download(one);
      } catch (error) {
        // One in the company is not safe, and Personio keeps it to itself.
        assert.ok(error instanceof errors.BadGatewayResponse && error.body.includes("flagged as unsafe"), error);
        continue;
      }
      const { type, bytes } = file;
      types.add(type);
      assert.ok(bytes.length > 0, `a file of ${type} is empty`);
      if (type === "application/pdf") assert.equal(new TextDecoder().decode(bytes.slice(0, 5)), "%PDF-");
    }
    assert.ok(types.size > 2, `only ${[...types]} were seen`);
  },

  "hris.downloadEmployeeDocument refuses the document of another person": async () => {
    if (!known.documents) skip("no document was listed");
    const [{ person, document }] = known.documents;
    const other = known.employees.find((it) => it.id !== person);
    const request = { xAccountId: accountId, id: other.id, subResourceId: document.id };
    await refused(() => nabe.hris.downloadEmployeeDocument(request), errors.NotFoundResponse, 404);
  },

  ...(await reads(nabe, { baseUrl: options["base-url"], apiKey: options["api-key"], accountId })),

  "an unknown account is refused": async () => {
    await refused(() => nabe.accounts.getAccount({ id: unknownAccount }), errors.NotFoundResponse, 404);
    const call = () => nabe.hris.listEmployees({ xAccountId: unknownAccount });
    await refused(call, errors.NotFoundResponse, 404);
  },

  "a wrong key is refused": async () => {
    const stranger = clientWith("not-a-key");
    await refused(() => stranger.accounts.listLinkedAccounts({}), errors.UnauthorizedResponse, 401);
    const call = () => stranger.hris.listEmployees({ xAccountId: accountId });
    await refused(call, errors.UnauthorizedResponse, 401);
  },

  "accounts.deleteAccount deletes an account": async () => {
    const other = await linked();
    assert.ok((await accounts({})).some((it) => it.id === other.id), "the second account was not linked");
    const answer = await nabe.accounts.deleteAccount({ id: other.id });
    assert.equal(answer.statusCode, 200);
    assert.equal(answer.linkedAccount.id, other.id);
    await refused(() => nabe.accounts.getAccount({ id: other.id }), errors.NotFoundResponse, 404);
    assert.ok(includesOurs(await accounts({})), "the other account is gone as well");
  },
}).then((failed) => {
  process.exitCode = failed > 0 ? 1 : 0;
});
