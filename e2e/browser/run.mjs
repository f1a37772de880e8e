// Uses the pages as people do: an administrator in the sandbox's settings and on the Connect page, in Chromium.
//
//   node run.mjs --base-url URL --api-key KEY --account-id ID --sandbox-url URL --connect-url URL \
//     --chromium PROGRAM --client-id ID --client-secret SECRET
//
// Prints TAP; ends with status 0 if every check has passed. With --screenshots FOLDER it leaves pictures there.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { chromium } from "playwright-core";

import { run } from "../tap.mjs";

const text = { type: "string" };
const { values: options } = parseArgs({
  options: {
    "base-url": text, "api-key": text, "account-id": text, "sandbox-url": text, "connect-url": text,
    chromium: text, "client-id": text, "client-secret": text, screenshots: text,
  },
});
for (const name of ["base-url", "api-key", "sandbox-url", "connect-url", "chromium"]) {
  if (!options[name]) throw new Error(`--${name} is missing`);
}

const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const LIST = "/settings/integrations/api-credentials";
/** What later checks take from earlier ones. */
const known = { id: undefined, secret: undefined };

const program = execFileSync("which", [options.chromium], { encoding: "utf8" }).trim();
const browser = await chromium.launch({ executablePath: program, args: FLAGS });

/** Opens a page for a story. Whatever the page complains of is a failure, save for an answer that is an error. */
async function visit(story, settings = {}) {
  const context = await browser.newContext({ viewport: { width: 1100, height: 850 }, ...settings });
  context.setDefaultTimeout(15_000);
  if (settings.javaScriptEnabled !== false) await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    const isStatus = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !isStatus) complaints.push(message.text());
  });
  try {
    await story(page);
    assert.deepEqual(complaints, [], "the page complains");
  } finally {
    await context.close();
  }
}

async function picture(page, name) {
  if (options.screenshots) await page.screenshot({ path: join(options.screenshots, `${name}.png`), fullPage: true });
}

const sandbox = (path) => `${options["sandbox-url"]}${path}`;

async function api(method, path, body) {
  const answer = await fetch(`${options["base-url"]}${path}`, {
    method,
    headers: { authorization: `Bearer ${options["api-key"]}`, "content-type": "application/json" },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  });
  assert.ok(answer.ok, `${method} ${path} answered ${answer.status}`);
  return answer.json();
}

/** The link of a new session. */
async function link(owner) {
  const session = { origin_owner_id: owner, origin_owner_name: `${owner} GmbH`, provider: "personio" };
  return (await api("POST", "/connect_sessions", session)).auth_link_url;
}

async function accountsOf(owner) {
  return api("GET", `/accounts?origin_owner_id=${owner}`);
}

/** Nothing sticks out of a phone's screen. */
async function fits(page) {
  const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  assert.ok(content <= screen, `the page is ${content} wide on a screen of ${screen}`);
}

/** Every field has a name that a screen reader can say. */
async function isNamed(page) {
  const nameless = await page.evaluate(() => {
    const fields = [...document.querySelectorAll("input:not([type=hidden]), button, select, textarea")];
    const named = (it) => it.labels?.length || it.ariaLabel || it.textContent.trim();
    return fields.filter((it) => !named(it)).map((it) => it.outerHTML);
  });
  assert.deepEqual(nameless, []);
}

await run({
  "an administrator makes credentials in the dialog": () =>
    visit(async (page) => {
      await page.goto(options["sandbox-url"]);
      await page.getByRole("link", { name: "API credentials" }).last().click();
      await page.getByRole("link", { name: "Create custom integration" }).click();
      await isNamed(page);
      await page.getByLabel("Name").fill("Browser");
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "Create integration" }).click();
      await page.getByRole("alert").getByText("Select at least one permission").waitFor();
      await page.getByLabel("Read Employees").check();
      assert.ok(await page.getByLabel("Write Org Units").isDisabled());
      await page.getByText("Choose attributes").click();
      await page.getByPlaceholder("Search attributes").fill("name");
      await page.getByLabel("Select all").check();
      await page.getByPlaceholder("Search attributes").fill("no such attribute");
      await page.getByText("No attribute has this in its name").waitFor();
      await page.getByPlaceholder("Search attributes").fill("");
      const chosen = await page.locator("input[name=attribute]:checked").count();
      const offered = await page.locator("input[name=attribute]").count();
      assert.ok(chosen > 1 && chosen < 10 && offered > 40, `${chosen} of ${offered}`);
      assert.equal(await page.locator("#chosen").textContent(), `${chosen} of ${offered}`);
      await isNamed(page);
      await picture(page, "permissions");
      await page.getByRole("button", { name: "Create integration" }).click();
      const secret = page.getByLabel("API secret");
      assert.equal(await secret.getAttribute("type"), "password");
      await page.getByRole("button", { name: "Reveal" }).click();
      assert.equal(await secret.getAttribute("type"), "text");
      known.id = await page.getByLabel("Client ID").inputValue();
      known.secret = await secret.inputValue();
      await page.getByRole("button", { name: "Copy" }).last().click();
      await page.getByText("Copied: API secret").waitFor();
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), known.secret);
      await picture(page, "credentials");
      await page.getByRole("link", { name: "Finish" }).click();
      await page.getByRole("row", { name: /Browser.*Employees: read.*Active/ }).waitFor();
      await picture(page, "integrations");
    }),

  "the dialog works without script": () =>
    visit(
      async (page) => {
        await page.goto(sandbox(`${LIST}/new`));
        await page.getByLabel("Name").fill("No script");
        await page.getByRole("button", { name: "Continue" }).click();
        await page.getByLabel("Read Documents").check();
        await page.getByRole("button", { name: "Create integration" }).click();
        await page.getByText("Reveal the API secret").click();
        assert.match(await page.locator("noscript code, details code").textContent(), /^papi-/);
        await page.getByRole("link", { name: "Finish" }).click();
        await page.getByRole("button", { name: "Delete No script" }).click();
        assert.equal(await page.getByText("No script").count(), 0);
      },
      { javaScriptEnabled: false },
    ),

  "the administrator connects, with an app ID that is offered": () =>
    visit(async (page) => {
      await page.goto(options["connect-url"]);
      await isNamed(page);
      await picture(page, "connect");
      await page.getByLabel("Client ID", { exact: true }).fill(`  ${known.id}\n`);
      await page.getByLabel("Client Secret").fill(known.secret);
      await page.getByLabel("Personio App ID").fill("Müller & Söhne GmbH");
      await page.keyboard.press("Enter");
      await picture(page, "offer");
      await page.getByRole("button", { name: "MUELLER_SOEHNE_GMBH" }).click();
      assert.equal(await page.getByLabel("Personio App ID").inputValue(), "MUELLER_SOEHNE_GMBH");
      assert.equal(await page.getByLabel("Client ID", { exact: true }).inputValue(), known.id);
      await page.getByLabel("Client Secret").fill(known.secret);
      await page.getByRole("button", { name: "Connect" }).click();
      await page.getByRole("heading", { name: "Connected" }).waitFor();
      await picture(page, "connected");
      const accounts = await accountsOf("second-customer");
      assert.equal(accounts[0]?.status, "active", JSON.stringify(accounts));
    }),

  "a wrong secret is told plainly and connects nothing": () =>
    visit(async (page) => {
      await page.goto(await link("wrong-secret"));
      await page.getByLabel("Client ID", { exact: true }).fill(known.id);
      await page.getByLabel("Client Secret").fill("papi-of-somebody-else");
      await page.getByLabel("Personio App ID").fill("ACME_GMBH");
      await page.getByRole("button", { name: "Connect" }).click();
      await page.getByRole("alert").getByText("Personio refused these credentials").waitFor();
      assert.equal(await page.getByLabel("Client Secret").inputValue(), "", "a secret is never shown again");
      await picture(page, "refused");
      assert.deepEqual(await accountsOf("wrong-secret"), []);
    }),

  "the pages fit a phone": () =>
    visit(
      async (page) => {
        await page.goto(await link("phone"));
        await fits(page);
        await picture(page, "connect-phone");
        for (const path of ["/settings", LIST, `${LIST}/new`, `${LIST}/new/permissions?name=Phone`]) {
          await page.goto(sandbox(path));
          await fits(page);
        }
        await picture(page, "permissions-phone");
      },
      { viewport: { width: 390, height: 800 } },
    ),

  "a link that was used is none any more": () =>
    visit(async (page) => {
      const answer = await page.goto(options["connect-url"]);
      assert.ok(answer.status() >= 400, `it answered ${answer.status()}`);
      await page.getByText("already connected").waitFor();
    }),
})
  .then((failed) => {
    process.exitCode = failed > 0 ? 1 : 0;
  })
  .finally(() => browser.close());
