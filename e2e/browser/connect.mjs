// The hosted page: connecting, what goes wrong, what is missing and how it is mended.

import assert from "node:assert/strict";

import { known } from "./dialog.mjs";
import {
  LIST, accountsOf, connect, credentials, findings, fits, isAccessible, isNamed, link, options, picture, sandbox, visit,
} from "./kit.mjs";

const ALL = {
  employees: "read_write", attendances: "read_write", time_off: "read_write", documents: "read_write",
  custom_reports: "read", compensations: "read_write", recruiting: "read_write", webhooks: "read_write",
  org_units: "read", legal_entities: "read", cost_centers: "read", workplaces: "read",
};

/** Opens the integration in the dialog, changes boxes, and saves. */
async function change(page, id, boxes) {
  const dialog = await page.context().newPage();
  await dialog.goto(sandbox(LIST));
  await dialog.getByRole("row", { name: id }).getByRole("link").click();
  if (!(await dialog.locator("#attributes details").getAttribute("open"))) {
    const details = dialog.locator("#attributes details");
    if (!(await details.evaluate((it) => it.open))) await dialog.getByText("Choose attributes").click();
  }
  for (const [label, checked] of Object.entries(boxes)) {
    await dialog.getByLabel(label, { exact: true }).setChecked(checked);
  }
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.getByRole("heading", { name: "Connected integrations" }).waitFor();
  await dialog.close();
}

export const hosted = {
  "the guide leads through the dialog to a connected account": () =>
    visit(async (page) => {
      await page.goto(await link("by-the-guide"));
      const guide = page.getByRole("region", { name: "Step by step" });
      const pictures = guide.locator("img");
      assert.equal(await pictures.count(), 6);
      for (const it of await pictures.all()) {
        await it.scrollIntoViewIfNeeded();
        assert.ok(await it.evaluate((image) => image.decode().then(() => image.naturalWidth > 400)), "a picture is there");
      }
      await guide.getByText("Employees: Read: people, their employments and their attributes. Needed.").waitFor();
      // Step by step, with the words of the guide.
      const dialog = await page.context().newPage();
      await dialog.goto(sandbox("/settings"));
      await dialog.getByRole("link", { name: "API credentials" }).last().click();
      await dialog.getByRole("link", { name: "Create custom integration" }).click();
      await dialog.getByLabel("Name").fill("By the guide");
      await dialog.getByRole("button", { name: "Continue" }).click();
      for (const box of await dialog.locator("input[name=permission]:enabled").all()) await box.check();
      await dialog.getByText("Choose attributes").click();
      await dialog.getByLabel("Select all").check();
      await dialog.getByRole("button", { name: "Create integration" }).click();
      await dialog.getByRole("button", { name: "Copy" }).first().click();
      const client_id = await dialog.evaluate(() => navigator.clipboard.readText());
      await dialog.getByRole("button", { name: "Copy" }).last().click();
      const client_secret = await dialog.evaluate(() => navigator.clipboard.readText());
      await dialog.getByRole("link", { name: "Finish" }).click();
      await page.bringToFront();
      await connect(page, { client_id, client_secret }, "ACME_GMBH");
      await page.getByText("Everything that can be granted is granted").waitFor();
      assert.deepEqual(await findings(page), []);
      await isAccessible(page);
      await picture(page, "by-the-guide");
    }),

  "the administrator connects, with an app ID that is offered": () =>
    visit(async (page) => {
      await page.goto(options["connect-url"]);
      await isNamed(page);
      await picture(page, "connect");
      await page.getByLabel("Client ID", { exact: true }).fill(`  ${known.client_id}\n`);
      await page.getByLabel("Client Secret").fill(known.client_secret);
      await page.getByLabel("Personio App ID").fill("Müller & Söhne GmbH");
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "MUELLER_SOEHNE_GMBH" }).waitFor();
      await picture(page, "offer");
      await page.getByRole("button", { name: "MUELLER_SOEHNE_GMBH" }).click();
      assert.equal(await page.getByLabel("Personio App ID").inputValue(), "MUELLER_SOEHNE_GMBH");
      assert.equal(await page.getByLabel("Client ID", { exact: true }).inputValue(), known.client_id);
      await page.getByLabel("Client Secret").fill(known.client_secret);
      await page.getByRole("button", { name: "Connect" }).click();
      await page.getByRole("heading", { name: "Connected" }).waitFor();
      await picture(page, "connected");
      const accounts = await accountsOf("second-customer");
      assert.equal(accounts[0]?.status, "active", JSON.stringify(accounts));
    }),

  "a wrong secret is told plainly and connects nothing": () =>
    visit(async (page) => {
      await page.goto(await link("wrong-secret"));
      await page.getByLabel("Client ID", { exact: true }).fill(known.client_id);
      await page.getByLabel("Client Secret").fill("papi-of-somebody-else");
      await page.getByLabel("Personio App ID").fill("ACME_GMBH");
      await page.getByRole("button", { name: "Connect" }).click();
      await page.getByRole("alert").getByText("Personio does not know this ID with this secret").waitFor();
      assert.equal(await page.getByLabel("Client Secret").inputValue(), "", "a secret is never shown again");
      await picture(page, "refused");
      assert.deepEqual(await accountsOf("wrong-secret"), []);
    }),

  "too little is refused with its clicks, mended in the dialog, and then taken": () =>
    visit(async (page) => {
      const made = await credentials({ ...ALL, employees: "none" });
      await page.goto(await link("too-little"));
      await connect(page, made);
      await page.getByText("these credentials work, but they may do too little", { exact: false }).waitFor();
      assert.deepEqual(await findings(page), ["employees"]);
      await page.getByText("In the row Employees, tick Read and Write").waitFor();
      await isAccessible(page);
      await picture(page, "too-little");
      assert.deepEqual(await accountsOf("too-little"), []);
      await change(page, made.client_id, { "Read Employees": true, "Write Employees": true });
      await connect(page, made);
      await page.getByText("Everything that can be granted is granted").waitFor();
    }),

  "what is missing is named with its clicks, mended, checked again, and gone": () =>
    visit(async (page) => {
      const made = await credentials(ALL);
      await change(page, made.client_id, { Supervisor: false, "Read Time Off": false, "Write Time Off": false });
      await page.goto(await link("with-gaps"));
      await connect(page, made);
      await page.getByRole("heading", { name: "Connected" }).waitFor();
      assert.deepEqual(await findings(page), ["time_off", "supervisor"]);
      await page.getByText("there is no org chart").waitFor();
      await page.getByText("choose Choose attributes and tick Supervisor").waitFor();
      await page.getByText("In the row Time Off, tick Read and Write").waitFor();
      await isAccessible(page);
      await picture(page, "with-gaps");
      const [account] = await accountsOf("with-gaps");
      assert.match(account.status_reasons[0].description, /Time Off.*Supervisor/);

      await change(page, made.client_id, { "Read Time Off": true, "Write Time Off": true });
      await page.getByRole("button", { name: "check again" }).click();
      await page.getByRole("heading", { name: "Connected" }).waitFor();
      assert.deepEqual(await findings(page), ["supervisor"]);
      await change(page, made.client_id, { Supervisor: true });
      await page.getByRole("button", { name: "check again" }).click();
      await page.getByText("Everything that can be granted is granted").waitFor();
      await page.reload();
      await page.getByText("Everything that can be granted is granted").waitFor();
      assert.deepEqual((await accountsOf("with-gaps"))[0].status_reasons, []);
    }),

  "an account is edited, and its secret stays where it is": () =>
    visit(async (page) => {
      const made = await credentials(ALL);
      await page.goto(await link("edited"));
      await connect(page, made);
      await page.getByRole("heading", { name: "Connected" }).waitFor();
      const [{ id }] = await accountsOf("edited");
      await page.goto(await link("edited", { account_id: id }));
      await page.getByRole("heading", { name: "Reconnect Personio" }).waitFor();
      assert.equal(await page.locator("#client_id").inputValue(), made.client_id);
      assert.equal(await page.locator("#client_secret").inputValue(), "");
      assert.ok(!(await page.content()).includes(made.client_secret), "a secret is never shown");
      await isAccessible(page);
      await picture(page, "edit");
      await page.locator("#personio_app_id").fill("ACME_AG");
      await page.getByRole("link", { name: "Cancel" }).click();
      await page.getByText("Nothing was changed").waitFor();
      await isAccessible(page);
      await page.goBack();
      await page.locator("#personio_app_id").fill("ACME_AG");
      await page.getByRole("button", { name: "Check and save" }).click();
      await page.getByText("Everything that can be granted is granted").waitFor();
      assert.deepEqual((await accountsOf("edited")).map((it) => it.id), [id]);
    }),

  "it works without script, from the form to the check": () =>
    visit(
      async (page) => {
        const { time_off: _, ...rest } = ALL;
        const made = await credentials(rest);
        await page.goto(await link("no-script"));
        await connect(page, made);
        await page.getByRole("heading", { name: "Connected" }).waitFor();
        assert.deepEqual(await findings(page), ["time_off"]);
        assert.ok(!(await page.locator(".checking").isVisible()), "the list of what was checked has gone");
        await picture(page, "no-script");
        await change(page, made.client_id, { "Read Time Off": true, "Write Time Off": true });
        await page.getByRole("button", { name: "check again" }).click();
        await page.getByText("Everything that can be granted is granted").waitFor();
      },
      { javaScriptEnabled: false },
    ),

  "it is complete by keyboard": () =>
    visit(async (page) => {
      const made = await credentials(ALL);
      await page.goto(await link("keyboard"));
      const reach = async (selector) => {
        for (let presses = 0; presses < 60; presses += 1) {
          if (await page.evaluate((it) => document.activeElement?.matches(it), selector)) return;
          await page.keyboard.press("Tab");
        }
        assert.fail(`${selector} can't be reached`);
      };
      for (const [id, value] of [["client_id", made.client_id], ["client_secret", made.client_secret]]) {
        await reach(`#${id}`);
        await page.keyboard.insertText(value);
      }
      await reach("#personio_app_id");
      await page.keyboard.insertText("ACME_GMBH");
      await reach("button[type=submit]");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "Connected" }).waitFor();
    }),

  "it speaks German to a German browser, and the language can be switched": () =>
    visit(
      async (page) => {
        await page.goto(await link("deutsch"));
        assert.equal(await page.locator("html").getAttribute("lang"), "de");
        await page.getByRole("heading", { name: "Verbinden: Personio" }).waitFor();
        await page.getByText("Mitarbeitende (Employees): Lesen (Read)").waitFor();
        await isAccessible(page);
        await picture(page, "deutsch");
        await page.getByRole("link", { name: "English" }).click();
        await page.getByRole("heading", { name: "Connect Personio" }).waitFor();
        await page.getByRole("link", { name: "Deutsch" }).click();
        const { documents: _, ...rest } = ALL;
        const made = await credentials(rest);
        await connect(page, { ...made, client_secret: `${made.client_secret}x` });
        await page.getByText("dieses hat 92", { exact: false }).waitFor();
        await connect(page, made, "Acme GmbH");
        await page.getByText("Meinten Sie").waitFor();
        await connect(page, made);
        await page.getByText("Die Berechtigung Dokumente (Documents) fehlt").waitFor();
        await isAccessible(page);
        await picture(page, "deutsch-ergebnis");
      },
      { locale: "de-DE" },
    ),

  "fields are checked as they are left": () =>
    visit(async (page) => {
      await page.goto(await link("live"));
      const app = page.locator("#personio_app_id");
      await app.fill("acme");
      await app.blur();
      await page.getByText("Capital letters, digits and underscores only").waitFor();
      assert.equal(await app.getAttribute("aria-invalid"), "true");
      await isAccessible(page);
      await app.fill("ACME");
      assert.equal(await app.getAttribute("aria-invalid"), null);
    }),

  "on a phone the guide is an accordion, and everything fits": () =>
    visit(
      async (page) => {
        await page.goto(await link("phone"));
        await fits(page);
        const steps = page.locator(".guide details");
        assert.ok((await steps.count()) > 6);
        assert.equal(await page.locator(".guide details[open]").count(), 0);
        await steps.nth(1).locator("summary").click();
        await steps.nth(2).locator("summary").click();
        await page.waitForFunction(() => document.querySelectorAll(".guide details[open]").length === 1);
        await fits(page);
        await isAccessible(page);
        await picture(page, "connect-phone");
        await connect(page, await credentials({ employees: "read" }, []));
        await page.getByRole("heading", { name: "Connected" }).waitFor();
        await page.getByText("Everything that was checked").click();
        await fits(page);
        await isAccessible(page);
        await picture(page, "result-phone");
      },
      { viewport: { width: 390, height: 800 } },
    ),

  "contrast holds in the dark": () =>
    visit(
      async (page) => {
        await page.goto(await link("dark"));
        await isAccessible(page);
        await connect(page, await credentials({ employees: "read" }));
        await page.getByRole("heading", { name: "Connected" }).waitFor();
        await page.getByText("Everything that was checked").click();
        await isAccessible(page);
        await picture(page, "dark");
      },
      { colorScheme: "dark" },
    ),

  "the check as it goes on, and a link with nothing to connect, are accessible": () =>
    visit(async (page) => {
      await page.goto(await link("half-way"));
      // The answer as it is before the result has come.
      await page.route("**/connect/*", async (route) => {
        if (route.request().method() !== "POST") return route.continue();
        const answer = await route.fetch();
        const [halfWay] = (await answer.text()).split('<section class="outcome"');
        return route.fulfill({ response: answer, body: halfWay });
      });
      await connect(page, await credentials(ALL));
      await page.getByRole("heading", { name: "Finding out what these credentials may do" }).waitFor();
      assert.ok((await page.locator(".checks li").count()) > 18);
      await isAccessible(page);
      await picture(page, "half-way");
      await page.goto(await link("nothing", { provider: undefined, categories: ["ats"] }));
      await page.getByText("There is nothing to connect here").waitFor();
      await isAccessible(page);
    }),

  "pages are light, quick, and ask nobody else": () =>
    visit(async (page) => {
      const requests = [];
      page.on("request", (request) => requests.push(request.url()));
      const answers = [];
      page.on("response", (response) => answers.push(response));
      await page.goto(await link("light"));
      await page.waitForLoadState("networkidle");
      const texts = answers.filter((it) => !it.url().endsWith(".png"));
      const bytes = (await Promise.all(texts.map((it) => it.body()))).reduce((sum, it) => sum + it.length, 0);
      await page.reload();
      const paint = await page.evaluate(
        () =>
          new Promise((found) => {
            new PerformanceObserver((list) => {
              const first = list.getEntriesByName("first-contentful-paint")[0];
              if (first) found(first.startTime);
            }).observe({ type: "paint", buffered: true });
          }),
      );
      assert.ok(requests.length > 3 && requests.every((it) => it.startsWith(options["base-url"])), requests.join(" "));
      assert.ok(bytes < 150_000, `${bytes} bytes`);
      console.log(`# first view after ${Math.round(paint)} ms, ${Math.round(bytes / 1_000)} kB without pictures`);
    }),

  "the guide has a page of its own, as text too": () =>
    visit(async (page) => {
      await page.goto(`${options["base-url"]}/docs/connectors/personio`);
      await page.getByRole("heading", { name: "Connect Personio" }).waitFor();
      await isAccessible(page);
      await page.getByRole("link", { name: "Deutsch" }).click();
      await page.getByRole("heading", { name: "Personio verbinden" }).waitFor();
      await picture(page, "guide");
      const text = await (await fetch(`${options["base-url"]}/docs/connectors/personio.md`)).text();
      assert.match(text, /^# Connect Personio/);
      assert.match(text, /Employees: Read.*Needed/);
      for (const path of ["/", "/docs", "/docs/errors", "/docs/errors/credentials_refused"]) {
        await page.goto(options["base-url"] + path);
        await isAccessible(page);
      }
      const list = await (await fetch(`${options["base-url"]}/llms.txt`)).text();
      assert.match(list, /docs\/connectors\/personio\.md/);
    }),

  "a link that has connected shows what came of it, and no form": () =>
    visit(async (page) => {
      await page.goto(options["connect-url"]);
      await page.getByRole("heading", { name: "Connected" }).waitFor();
      assert.equal(await page.locator("input:not([type=hidden])").count(), 0);
      await isAccessible(page);
      const stranger = await page.goto(`${options["base-url"]}/connect/nobody-knows-this`);
      assert.equal(stranger.status(), 404);
      await page.getByText("unknown or has expired").waitFor();
      await isAccessible(page);
    }),
};
