// What people do on the sandbox's pages beyond its dialog.

import assert from "node:assert/strict";

import { LIST, credentials, fits, isAccessible, isNamed, options, picture, sandbox, visit } from "./kit.mjs";

/** The addresses of the navigation. */
async function pages(page) {
  await page.goto(sandbox("/settings"));
  return page.locator("nav[aria-label=Pages] a").evaluateAll((all) => all.map((it) => it.getAttribute("href")));
}

/** A token of v1, or the status of the refusal. */
async function login({ client_id, client_secret }) {
  const body = new URLSearchParams({ client_id, client_secret });
  const answer = await fetch(sandbox("/v1/auth"), { method: "POST", body });
  return answer.ok ? (await answer.json()).data.token : answer.status;
}

/** The status of a call. */
async function status(token) {
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(sandbox("/v1/company/employees?limit=1"), { headers })).status;
}

/** Makes a webhook and sends it something that can't arrive, so that its pages have something to show. */
async function webhook(url) {
  const { client_id, client_secret } = await credentials({ webhooks: "read_write" });
  const grant = new URLSearchParams({ grant_type: "client_credentials", client_id, client_secret });
  const login = await fetch(sandbox("/v2/auth/token"), { method: "POST", body: grant });
  const { access_token } = await login.json();
  const headers = { authorization: `Bearer ${access_token}`, "content-type": "application/json" };
  const wanted = { url, description: "A test of the browser", enabled_events: ["person.created"] };
  const made = await fetch(sandbox("/v2/webhooks"), { method: "POST", headers, body: JSON.stringify(wanted) });
  const { id } = await made.json();
  await fetch(sandbox(`/v2/webhooks/${id}/ping`), { method: "POST", headers });
  return `/settings/webhooks/${id}`;
}

/** Every page is accessible, and nothing sticks out of this screen. */
const everywhere = (width, device) => () =>
  visit(
    async (page) => {
      const first = async (list, link) => {
        await page.goto(sandbox(list));
        return page.locator(link).first().getAttribute("href");
      };
      const person = await first("/people", "main tbody a");
      const project = await first("/projects", "main tbody a");
      const employment = await first(person, "main a[href*=employments]");
      const period = await first("/attendance", "main a[href*=edit]");
      const absence = await first("/absences/list", "main a[href*=edit]");
      const document = await first("/documents", "main tbody th a");
      const application = await first("/recruiting?stage=offer", "main tbody a");
      const candidate = await first(application, "main a[href$=anonymize]");
      const hook = await webhook(`https://${device}.localhost:1/`);
      const all = [
        ...(await pages(page)), person, employment, period, absence, document, project, application,
        candidate, hook,
        ...["attendance", "absences", "documents", "compensations"].map((it) => `${person}/${it}`),
        ...["edit", "terminate", "rehire", "delete"].map((it) => `${person}/${it}`),
        ...["edit", "delete"].map((it) => `${project}/${it}`),
        ...["people", "attendance", "projects", "absences", "documents"].map((it) => `/${it}/new`),
        "/absences/list", "/recruiting?stage=rejected",
        "/people?q=nobody", "/attendance?person=nobody", "/people/0",
      ];
      for (const path of all) {
        await page.goto(sandbox(path));
        await page.evaluate(() => document.querySelector("main details")?.setAttribute("open", ""));
        await fits(page);
        await isNamed(page);
        await isAccessible(page);
        await picture(page, `${device}${path.replaceAll(/[^a-z0-9]+/gi, "-")}`);
      }
    },
    { viewport: { width, height: 850 } },
  );

export const company = {
  "every page is accessible on a desk": everywhere(1200, "desk"),
  "every page is accessible on a phone": everywhere(390, "phone"),

  "the pages are used with the keyboard alone": () =>
    visit(async (page) => {
      await page.goto(sandbox("/settings"));
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the content");
      const goTo = async (label) => {
        for (let at = 0; at < 60; at += 1) {
          if ((await page.evaluate(() => document.activeElement.textContent.trim())) === label) return;
          await page.keyboard.press("Tab");
        }
        assert.fail(`${label} is not reached`);
      };
      await goTo("People");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "People", level: 1 }).waitFor();
      await page.getByLabel("Name, email, position or ID").focus();
      await page.keyboard.type("nobody has this name");
      await page.keyboard.press("Enter");
      await page.getByText("Nobody matches").waitFor();
    }),

  "a secret is rotated and a credential is disabled": () =>
    visit(async (page) => {
      const old = await credentials({ employees: "read" });
      const token = await login(old);
      assert.equal(await status(token), 200);
      await page.goto(sandbox(LIST));
      const row = page.getByRole("row", { name: old.client_id });
      await row.getByText("GET /v1/company/employees").waitFor();
      await row.getByRole("button", { name: "Rotate secret" }).click();
      await page.getByText("The old secret and all its tokens have stopped working").waitFor();
      await isAccessible(page);
      const secret = await page.getByLabel("API secret").inputValue();
      assert.equal(await status(token), 403);
      assert.equal(await login(old), 403);
      const next = { ...old, client_secret: secret };
      assert.match(await login(next), /^papi-/);
      await page.getByRole("link", { name: "Finish" }).click();
      await row.getByRole("button", { name: "Disable" }).click();
      await row.getByText("Disabled").waitFor();
      assert.equal(await login(next), 403);
      await row.getByRole("button", { name: "Enable" }).click();
      await row.getByText("Active").waitFor();
      assert.match(await login(next), /^papi-/);
      await row.getByRole("button", { name: "Delete" }).click();
      await row.waitFor({ state: "detached" });
    }),

  "a call is found in the request log with its command": () =>
    visit(async (page) => {
      await status("papi-unknown");
      await page.goto(sandbox("/requests?failed=yes&q=employees"));
      await page.locator("summary").first().click();
      const command = page.locator("details[open] dd").last();
      await command.getByText("Bearer $TOKEN").waitFor();
      assert.ok(!(await command.textContent()).includes("papi-unknown"));
      assert.ok((await command.textContent()).includes(options["sandbox-url"]));
    }),
};
