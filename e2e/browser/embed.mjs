// Connect in a page of somebody else's: the overlay, and the published component, both from another origin.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";

import { known } from "./dialog.mjs";
import { accountsOf, api, connect, credentials, isAccessible, options, picture, visit } from "./kit.mjs";

const component = readFileSync(createRequire(import.meta.url).resolve("@stackone/hub/webcomponent"));

/** A product's page on an origin of its own; it ends with the story. */
async function host(html, story) {
  const server = createServer((request, answer) => {
    const isScript = request.url === "/hub.js";
    answer.setHeader("content-type", isScript ? "text/javascript" : "text/html; charset=utf-8");
    answer.end(isScript ? component : `<!doctype html><html lang="en"><title>Product</title><body>${html}`);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  try {
    await story(server.address().port);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function token(owner, more = {}) {
  const session = { origin_owner_id: owner, origin_owner_name: `${owner} GmbH`, ...more };
  return (await api("POST", "/connect_sessions", session)).token;
}

const overlay = (token) => `
  <script src="${options["base-url"]}/embed/nabe-connect.js"></script>
  <nabe-connect token="${token}"><button type="button">Connect your HR system</button></nabe-connect>
  <script>
    window.told = [];
    for (const name of ["success", "close", "error"]) {
      document.querySelector("nabe-connect").addEventListener(name, ({ detail }) => told.push([name, detail]));
    }
  </script>`;

const hub = (token) => `
  <script src="/hub.js"></script>
  <script>
    window.told = [];
    const hub = document.createElement("stackone-hub");
    hub.setAttribute("token", ${JSON.stringify(token)});
    hub.setAttribute("base-url", ${JSON.stringify(options["base-url"])});
    hub.setAttribute("mode", "integration-picker");
    hub.setAttribute("height", "700px");
    hub.addEventListener("success", ({ detail }) => told.push(["success", detail]));
    document.body.append(hub);
  </script>`;

const told = (page) => page.evaluate(() => window.told);

/** The component writes every refusal into the console. */
const SAYS_WHY = { expected: /^Error making request/ };

/** Fills the component's form and sends it. */
async function fill(page, { client_id, client_secret }, app = "ACME_GMBH") {
  await page.locator("input").first().waitFor();
  await page.getByPlaceholder("papi-…").first().fill(client_id);
  await page.getByPlaceholder("papi-…").last().fill(client_secret);
  await page.getByPlaceholder("ACME_GMBH").fill(app);
}

export const embedded = {
  "the overlay connects from another origin and tells the page": async () =>
    host(overlay(await token("overlay")), (port) =>
      visit(async (page) => {
        await page.goto(`http://127.0.0.1:${port}/`);
        await page.getByRole("button", { name: "Connect your HR system" }).click();
        const frame = page.frameLocator("iframe");
        await frame.getByRole("heading", { name: "Connect Personio" }).waitFor();
        await picture(page, "overlay");
        const made = await credentials("all");
        await connect(frame, made);
        await frame.getByText("Everything that can be granted is granted").waitFor();
        await page.waitForFunction(() => window.told.length > 0);
        const [account] = await accountsOf("overlay");
        assert.deepEqual(await told(page), [["success", { id: account.id, provider: "personio" }]]);
        await page.keyboard.press("Escape");
        if ((await page.locator("dialog").count()) > 0) await page.getByRole("button", { name: "Close" }).click();
        await page.waitForFunction(() => window.told.length === 2);
        assert.equal((await told(page))[1][0], "close");
        assert.equal(await page.locator("dialog").count(), 0);
      }),
    ),

  "cancelling in the overlay closes it, and the link stays good": async () =>
    host(overlay(await token("cancelled")), (port) =>
      visit(async (page) => {
        await page.goto(`http://127.0.0.1:${port}/`);
        await page.getByRole("button", { name: "Connect your HR system" }).click();
        await page.frameLocator("iframe").getByRole("link", { name: "Cancel" }).click();
        await page.waitForFunction(() => window.told.length > 0);
        assert.deepEqual((await told(page)).map(([name]) => name), ["close"]);
        await page.getByRole("button", { name: "Connect your HR system" }).click();
        await page.frameLocator("iframe").getByRole("heading", { name: "Connect Personio" }).waitFor();
      }),
    ),

  "the overlay is refused from an origin that is not allowed": async () =>
    host(overlay(await token("not-allowed")), async (port) => {
      const story = visit(async (page) => {
        await page.goto(`http://not-allowed.localhost:${port}/`);
        await page.getByRole("button", { name: "Connect your HR system" }).click();
        await page.waitForFunction(() => window.told.length > 0, undefined, { timeout: 10_000 });
        const [[name, detail]] = await told(page);
        assert.deepEqual([name, detail.code], ["error", "not_shown"]);
        assert.match(detail.message, /not-allowed\.localhost/);
        assert.equal(await page.frameLocator("iframe").locator("input").count(), 0);
      });
      // The browser says in the console what it refuses; nothing else may be said.
      await assert.rejects(story, /frame-ancestors/);
    }),

  "the published component connects, and a wrong secret is a readable headline": async () =>
    host(hub(await token("component")), (port) =>
      visit(async (page) => {
        await page.goto(`http://127.0.0.1:${port}/`);
        const made = await credentials({ employees: "read", documents: "read" });
        await fill(page, { ...made, client_secret: `${made.client_secret}x` }, "acme");
        await page.getByText("Capital letters, digits and underscores only", { exact: false }).first().waitFor();
        await picture(page, "component-form");
        await page.getByPlaceholder("ACME_GMBH").fill("ACME_GMBH");
        await page.getByRole("button", { name: "Connect", exact: true }).click();
        await page.getByText("Personio refused these credentials", { exact: false }).first().waitFor();
        await picture(page, "component-refused");
        assert.deepEqual(await accountsOf("component"), []);
      }, SAYS_WHY),
    ),

  "the published component refuses too little, connects, edits and tells what is missing": async () =>
    host(hub(await token("component-edit")), async (port) => {
      const made = await credentials({ documents: "read" });
      await visit(async (page) => {
        await page.goto(`http://127.0.0.1:${port}/`);
        await fill(page, made);
        await page.getByRole("button", { name: "Connect", exact: true }).click();
        await page.getByText("they may do too little", { exact: false }).first().waitFor();
        await picture(page, "component-too-little");
        assert.deepEqual(await accountsOf("component-edit"), []);
      }, SAYS_WHY);
      // Those that were made by clicking through the dialog.
      const good = { client_id: known.client_id, client_secret: known.client_secret };
      await visit(async (page) => {
        await page.goto(`http://127.0.0.1:${port}/`);
        await fill(page, good);
        await page.getByRole("button", { name: "Connect", exact: true }).click();
        await page.waitForFunction(() => window.told.length > 0);
        const [account] = await accountsOf("component-edit");
        assert.deepEqual((await told(page))[0], ["success", { id: account.id, provider: "personio" }]);
        await picture(page, "component-connected");
        known.component = account.id;
      });
      const again = await token("component-edit", { account_id: known.component });
      await host(hub(again), (second) =>
        visit(async (page) => {
          await page.goto(`http://127.0.0.1:${second}/`);
          await page.getByText("The permission Time Off is not granted", { exact: false }).first().waitFor();
          assert.equal(await page.getByText(good.client_secret).count(), 0);
          await page.getByPlaceholder("ACME_GMBH").fill("ACME_AG");
          await picture(page, "component-edit");
          await page.getByRole("button", { name: /Connect|Save|Update|Confirm/ }).last().click();
          await page.waitForFunction(() => window.told.length > 0);
          assert.equal((await told(page))[0][1].id, known.component);
        }),
      );
      assert.equal((await accountsOf("component-edit")).length, 1);
    }),

  "the page on embedding is there": () =>
    visit(async (page) => {
      await page.goto(`${options["base-url"]}/docs/embedding`);
      await page.getByRole("heading", { name: "Embedding Connect" }).waitFor();
      await isAccessible(page);
    }),
};
