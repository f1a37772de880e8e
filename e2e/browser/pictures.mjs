// Takes the guide's pictures: the dialog of a local Personio, step by step, with a frame around what matters.
//
//   node pictures.mjs --sandbox-url URL --chromium PROGRAM --into FOLDER

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { chromium } from "playwright-core";

const text = { type: "string" };
const { values: options } = parseArgs({ options: { "sandbox-url": text, chromium: text, into: text } });
for (const name of ["sandbox-url", "chromium", "into"]) if (!options[name]) throw new Error(`--${name} is missing`);

const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const program = execFileSync("which", [options.chromium], { encoding: "utf8" }).trim();
const browser = await chromium.launch({ executablePath: program, args: FLAGS });
const page = await browser.newPage({ viewport: { width: 880, height: 560 }, colorScheme: "light" });
page.setDefaultTimeout(15_000);

/** A picture with a frame around these, the middle of the first of them in sight. */
async function picture(name, ...framed) {
  for (const it of framed) {
    await it.evaluate((element) => {
      element.style.outline = "4px solid #d9480f";
      element.style.outlineOffset = "4px";
      element.style.borderRadius = "4px";
    });
  }
  await framed[0].evaluate((element) => element.scrollIntoView({ block: "center" }));
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(options.into, `${name}.png`) });
  for (const it of framed) await it.evaluate((element) => element.removeAttribute("style"));
}

await page.goto(options["sandbox-url"]);
const credentials = page.getByRole("link", { name: "API credentials" }).last();
await picture("settings", credentials);
await credentials.click();
const create = page.getByRole("link", { name: "Create custom integration" });
await picture("integrations", create);
await create.click();
await page.getByLabel("Name").fill("Our new tool");
await picture("name", page.getByLabel("Name"), page.getByRole("button", { name: "Continue" }));
await page.getByRole("button", { name: "Continue" }).click();
for (const row of ["Employees", "Time Off", "Documents"]) await page.getByLabel(`Read ${row}`).check();
await picture("permissions", page.locator("#permissions table"));
await page.getByText("Choose attributes").click();
await page.getByLabel("Select all").check();
await picture("attributes", page.locator(".tools label").last());
await page.getByRole("button", { name: "Create integration" }).click();
// The picture shows invented values, the same each time.
await page.getByLabel("Client ID").evaluate((field) => { field.value = "papi-12345678-abcd-abcd-abcd-1234567890ab"; });
await page.getByLabel("API secret").evaluate((field) => { field.value = "papi-".padEnd(40, "x"); });
await picture("credentials", page.getByLabel("Client ID"), page.getByLabel("API secret"));
await browser.close();
