// The dialog in which an administrator of Personio makes credentials, as the sandbox has it.

import assert from "node:assert/strict";

import { LIST, fits, isAccessible, isNamed, options, picture, sandbox, visit } from "./kit.mjs";

/** The credentials that were made, for later stories. */
export const known = { client_id: undefined, client_secret: undefined };

export const dialog = {
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
      known.client_id = await page.getByLabel("Client ID").inputValue();
      known.client_secret = await secret.inputValue();
      await page.getByRole("button", { name: "Copy" }).last().click();
      await page.getByText("Copied: API secret").waitFor();
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), known.client_secret);
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

  "the dialog fits a phone and is accessible": () =>
    visit(
      async (page) => {
        for (const path of ["/settings", LIST, `${LIST}/new`, `${LIST}/new/permissions?name=Phone`]) {
          await page.goto(sandbox(path));
          await fits(page);
          await isAccessible(page);
        }
        await picture(page, "permissions-phone");
      },
      { viewport: { width: 390, height: 800 } },
    ),
};
