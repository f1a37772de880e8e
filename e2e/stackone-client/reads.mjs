// Every read of the contract by the published client, which validates what it gets: lists page by page, the first of
// each alone, and a refusal of the client's own kind where the provider has no such thing.

import assert from "node:assert/strict";

import errors from "@stackone/stackone-client-ts/sdk/models/errors/index.js";

import { refused, skip } from "../tap.mjs";

/** Pages of a list that are read at most: some lists cost a call of the provider for each row. */
const MOST_PAGES = 12;

/** People whose lists are tried until one has rows. */
const PEOPLE = 8;

/**
 * Lists that may be empty, by the names of the client's methods: Personio's API has none of these, and the provider says
 * so by an empty list. Whatever else has no rows is missing.
 */
const EMPTY = new Set([
  "ats.listRejectedReasons",
  "ats.listApplicationCustomFieldDefinitions",
  "ats.listCandidateCustomFieldDefinitions",
  "ats.listJobCustomFieldDefinitions",
]);

/** `hris_list_time_off_requests` is `hris.listTimeOffRequests`. */
function method(operation) {
  const [api, ...words] = operation.split("_");
  const name = words.map((it, at) => (at === 0 ? it : it[0].toUpperCase() + it.slice(1))).join("");
  return [api, name];
}

/** The page or the record of an answer, whatever it is called there. */
function held(answer) {
  const found = Object.values(answer).find((it) => it && typeof it === "object" && "data" in it);
  assert.ok(found, `the answer holds nothing: ${Object.keys(answer)}`);
  return found;
}

/** Checks of every operation that reads. */
export async function reads(nabe, { baseUrl, apiKey, accountId }) {
  const get = async (path) => {
    const headers = { authorization: `Bearer ${apiKey}` };
    const answer = await fetch(`${baseUrl}${path}`, { headers, signal: AbortSignal.timeout(30_000) });
    assert.equal(answer.status, 200, path);
    return answer.json();
  };
  const { paths } = await get("/openapi.json");
  const { coverage } = await get("/connectors/meta/personio");
  const notServed = new Map(coverage.not_served.map((it) => [it.operation, it]));
  const firsts = new Map();

  /** The ids that a list of the client has first. */
  const ids = async (path, most) => {
    if (!firsts.has(path)) {
      const operation = paths[path]?.get?.operationId;
      const [api, name] = method(operation ?? "");
      const found = [];
      try {
        const pages = await nabe[api][name]({ xAccountId: accountId, pageSize: "25" });
        for await (const page of pages) {
          found.push(...held(page).data.map((it) => it.id));
          break;
        }
      } catch (error) {
        if (!(error instanceof errors.NotImplementedResponse)) throw error;
      }
      firsts.set(path, found);
    }
    return firsts.get(path).slice(0, most);
  };

  /** All that a list has, and how many pages that were. */
  const walk = async (call, request) => {
    const all = [];
    let pages = 0;
    for await (const page of await call({ xAccountId: accountId, pageSize: "25", ...request })) {
      const { data } = held(page);
      assert.ok(data.length <= 25, `a page has ${data.length} rows, 25 were asked for`);
      all.push(...data);
      pages += 1;
      if (pages === MOST_PAGES) break;
    }
    const different = new Set(all.map((it) => it.id));
    assert.ok(!different.has(undefined) && !different.has(null), "a record has no id");
    assert.equal(different.size, all.length, "a record came twice");
    return { all, pages };
  };

  const checks = {};
  for (const [path, methods] of Object.entries(paths)) {
    const operation = methods.get?.operationId ?? "";
    const [api, name] = method(operation);
    const call = nabe[api]?.[name]?.bind(nabe[api]);
    // What the contract doesn't have, the client doesn't know. Files have checks of their own.
    if (!path.startsWith("/unified/") || !call || path.endsWith("/download")) continue;
    const parents = path.includes("{id}/") ? path.split("/{id}")[0] : undefined;
    const missing = notServed.get(`GET ${path}`);
    const label = `${api}.${name}`;

    if (missing) {
      checks[`${label} is refused: ${missing.limit} has no such thing`] = async () => {
        assert.equal(missing.limit, "provider", missing.why);
        const request = { xAccountId: accountId, id: "1", subResourceId: "1" };
        await refused(() => call(request), errors.NotImplementedResponse, 501);
      };
      continue;
    }

    checks[label] = async () => {
      const owners = parents ? await ids(parents, PEOPLE) : [undefined];
      assert.notEqual(owners.length, 0, "nobody is there whose it could be");
      if (!path.endsWith("}")) {
        let rows = 0;
        for (const id of owners) rows += (await walk(call, { id })).all.length;
        assert.equal(rows === 0, EMPTY.has(label), `${rows} rows`);
        return;
      }
      const list = path.replace(/\/\{[A-Za-z]+\}$/, "");
      const [listApi, listName] = method(paths[list].get.operationId);
      if (EMPTY.has(`${listApi}.${listName}`)) skip("the provider has none of these");
      for (const id of owners) {
        const { all } = await walk(nabe[listApi][listName].bind(nabe[listApi]), { id });
        const [first] = all;
        if (!first) continue;
        const request = parents ? { id, subResourceId: first.id } : { id: first.id };
        const answer = await call({ xAccountId: accountId, ...request });
        assert.equal(held(answer).data.id, first.id);
        return;
      }
      assert.fail("the company has none");
    };
  }
  assert.ok(Object.keys(checks).length > 100, "the client knows the operations of the contract");
  return checks;
}
