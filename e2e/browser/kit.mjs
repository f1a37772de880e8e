// What every story needs: a browser, the addresses, a page that may not complain.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { chromium } from "playwright-core";

const text = { type: "string" };
export const { values: options } = parseArgs({
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
export const LIST = "/settings/integrations/api-credentials";
const program = execFileSync("which", [options.chromium], { encoding: "utf8" }).trim();
export const browser = await chromium.launch({ executablePath: program, args: FLAGS });

/** Opens a page for a story. Whatever the page complains of is a failure, save for an answer that is an error. */
export async function visit(story, { expected, ...settings } = {}) {
  const context = await browser.newContext({ viewport: { width: 1100, height: 850 }, ...settings });
  context.setDefaultTimeout(15_000);
  if (settings.javaScriptEnabled !== false) await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    const isStatus = message.text().startsWith("Failed to load resource");
    const isExpected = expected?.test(message.text());
    if (message.type() === "error" && !isStatus && !isExpected) complaints.push(message.text());
  });
  try {
    await story(page);
    assert.deepEqual(complaints, [], "the page complains");
  } finally {
    await context.close();
  }
}

export async function picture(page, name) {
  if (!options.screenshots) return;
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: join(options.screenshots, `${name}.png`), fullPage: true });
}

export const sandbox = (path) => `${options["sandbox-url"]}${path}`;

export async function api(method, path, body) {
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
export async function link(owner, more = {}) {
  const session = { origin_owner_id: owner, origin_owner_name: `${owner} GmbH`, provider: "personio", ...more };
  return (await api("POST", "/connect_sessions", session)).auth_link_url;
}

export async function accountsOf(owner) {
  return api("GET", `/accounts?origin_owner_id=${owner}`);
}

/** Nothing sticks out of a phone's screen. */
export async function fits(page) {
  const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  assert.ok(content <= screen, `the page is ${content} wide on a screen of ${screen}`);
}

/** Every field has a name that a screen reader can say. */
export async function isNamed(page) {
  const nameless = await page.evaluate(() => {
    const fields = [...document.querySelectorAll("input:not([type=hidden]), button, select, textarea")];
    const named = (it) => it.labels?.length || it.ariaLabel || it.textContent.trim();
    return fields.filter((it) => !named(it)).map((it) => it.outerHTML);
  });
  assert.deepEqual(nameless, []);
}

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** Nothing that a checker of accessibility finds. */
export async function isAccessible(page) {
  // By the browser's own protocol, past the page's policy that lets no other script in.
  const { result } = await (await page.context().newCDPSession(page)).send("Runtime.evaluate", {
    expression: `${readFileSync(axe, "utf8")}; axe.run(document, { resultTypes: ["violations"] })
      .then((it) => JSON.stringify(it.violations.map((v) => [v.id, v.nodes.map((n) => n.html.slice(0, 200))])))`,
    awaitPromise: true,
  });
  assert.deepEqual(JSON.parse(result.value), [], page.url());
}

/** Makes credentials as the dialog would; what they may do can be changed. */
export async function credentials(permissions, attributes = "all") {
  const body = JSON.stringify({ name: "Story", permissions, attributes });
  const headers = { "content-type": "application/json" };
  const answer = await fetch(sandbox("/_sandbox/credentials"), { method: "POST", headers, body });
  assert.equal(answer.status, 201);
  return answer.json();
}

/** Fills the form and sends it. */
export async function connect(page, { client_id, client_secret }, app = "ACME_GMBH") {
  await page.locator("#client_id").fill(client_id);
  await page.locator("#client_secret").fill(client_secret);
  await page.locator("#personio_app_id").fill(app);
  await page.locator("form button[type=submit]").click();
}

/** What the page says is missing. */
export async function findings(page) {
  return page.locator("[data-finding]").evaluateAll((all) => all.map((it) => it.dataset.finding));
}
