// What people change by hand on the sandbox's pages, and the events that go out.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { fits, isAccessible, isNamed, picture, sandbox, visit } from "./kit.mjs";

const PHONE = { viewport: { width: 390, height: 850 }, hasTouch: true, isMobile: true };

/** What is said after a change. */
const told = (page, text) => page.getByRole("status").getByText(text).first().waitFor();

/** Nothing is wrong with the page as it stands. */
async function isFine(page, name) {
  await fits(page);
  await isNamed(page);
  await isAccessible(page);
  await picture(page, name);
}

async function hire(page, name) {
  await page.goto(sandbox("/people"));
  await page.getByRole("link", { name: "Hire somebody" }).click();
  await page.getByLabel("First name").fill("Ada");
  await page.getByLabel("Last name").fill(name);
  await page.getByLabel("Email", { exact: true }).fill(`ada.${name.toLowerCase()}@example.com`);
  await page.getByLabel("Position").fill("Engineer");
  await page.getByLabel("First day").fill("2020-02-01");
  await page.getByLabel("Department").selectOption({ index: 1 });
  await page.getByRole("button", { name: "Hire" }).click();
  await told(page, "person.created");
}

/** A life from the first day to the last; `device` is of the pictures. */
const life = (device, settings) => () =>
  visit(async (page) => {
    const name = `Muster${device}`;
    await page.goto(sandbox("/people/new"));
    await page.getByLabel("Email", { exact: true }).fill("no address");
    await page.getByLabel("Weekly hours", { exact: true }).fill("many");
    await page.getByRole("button", { name: "Hire" }).click();
    await page.getByText("Nothing was saved: 4 fields need another look.").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.name), "first_name");
    assert.equal(await page.getByLabel("Email", { exact: true }).inputValue(), "no address");
    await isFine(page, `${device}-hire-wrong`);
    await hire(page, name);
    await isFine(page, `${device}-hired`);

    await page.getByRole("link", { name: "Change", exact: true }).click();
    await page.getByLabel("Preferred name").fill("Adi");
    await page.getByRole("button", { name: "Save" }).click();
    await told(page, "person.updated");
    await page.getByRole("link", { name: "Change the employment Engineer" }).click();
    await page.getByLabel("Position").fill("Principal");
    await page.getByLabel("Weekly hours", { exact: true }).fill("30.5");
    await page.getByRole("button", { name: "Save" }).click();
    await told(page, "employment.updated");
    await page.getByText("30.5 of").waitFor();

    await page.getByRole("link", { name: "Terminate" }).click();
    await page.getByLabel("Last day of the employment").fill("2021-12-31");
    await page.getByLabel("How it ends").selectOption("Quit");
    await page.getByRole("button", { name: "Terminate" }).click();
    await told(page, "employment.terminated");
    await page.getByRole("link", { name: "Rehire" }).click();
    await page.getByLabel("First day").fill("2021-12-01");
    await page.getByRole("button", { name: "Rehire" }).click();
    await page.getByText("This person has not left before this day.").waitFor();
    await page.getByLabel("First day").fill("2022-03-01");
    await page.getByRole("button", { name: "Rehire" }).click();
    await told(page, "employment.created");
    await page.getByRole("link", { name: "Delete" }).click();
    await isFine(page, `${device}-delete`);
    await page.getByRole("button", { name: "Delete for good" }).click();
    await told(page, "person.deleted");
  }, settings);

/** A day of work that is recorded, approved and deleted. */
const day = (device, settings) => () =>
  visit(async (page) => {
    await hire(page, `Zeit${device}`);
    await page.getByRole("link", { name: "Attendance" }).last().click();
    await page.getByRole("link", { name: "Record time" }).click();
    await page.getByLabel("From").fill("2026-06-01T08:00");
    await page.getByLabel("Until").fill("2026-06-01T16:45");
    await page.getByLabel("Minutes of break").fill("45");
    await page.getByLabel("Approval").selectOption("It waits for approval");
    await page.getByRole("button", { name: "Record" }).click();
    await told(page, "2 events went out");
    await page.getByText("8 hours worked; 2 periods wait for approval.").waitFor();
    await isFine(page, `${device}-waiting`);
    await page.getByRole("button", { name: /^Approve work/ }).click();
    await told(page, "attendance-period.updated");
    await page.getByText("8 hours worked.").waitFor();
    await page.getByRole("link", { name: /change work/ }).click();
    await page.getByLabel("Until").fill("2026-06-01T07:00");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("It must end after it starts.").waitFor();
    await isFine(page, `${device}-period-wrong`);
    await page.getByLabel("Until").fill("2026-06-01T12:45");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("4 hours worked.").waitFor();
    await page.getByRole("button", { name: /^Delete work/ }).click();
    await page.getByText("Nothing was recorded in this week.").waitFor();
  }, settings);

/** A request that is approved, seen in the calendar, and deleted. */
const leave = (device, settings) => () =>
  visit(async (page) => {
    await hire(page, `Urlaub${device}`);
    await page.getByRole("link", { name: "Absences" }).last().click();
    await page.getByRole("link", { name: "Request an absence" }).click();
    await page.getByLabel(/^First day/).fill("2026-06-08");
    await page.getByLabel(/^Last day/).fill("2026-06-07");
    await page.getByRole("button", { name: "Request" }).click();
    await page.getByText("It must end after it begins.").waitFor();
    await isFine(page, `${device}-absence-wrong`);
    await page.getByLabel(/^Last day/).fill("2026-06-10");
    await page.getByRole("button", { name: "Request" }).click();
    await told(page, "absence-period.created");
    await isFine(page, `${device}-absence-requested`);
    await page.getByRole("button", { name: /^Approve/ }).click();
    await told(page, "absence-period.updated.status");
    // Whoever came last stands on the last page.
    await page.goto(sandbox("/absences?month=2026-06&page=999"));
    await page.getByRole("link", { name: /2026-06-08 to 2026-06-10, approved/ }).waitFor();
    await isFine(page, `${device}-calendar`);
    await page.getByRole("row", { name: `Ada Urlaub${device}` }).getByRole("link").first().click();
    await page.getByRole("button", { name: /^Delete/ }).click();
    await told(page, "absence-period.deleted");
  }, settings);

export const changes = {
  "an absence is requested, approved, found in the calendar and deleted, on a desk": leave("desk"),
  "an absence is requested, approved, found in the calendar and deleted, on a phone": leave("phone", PHONE),

  "a person is hired, changed, lets go, comes back and is deleted, on a desk": life("desk"),
  "a person is hired, changed, lets go, comes back and is deleted, on a phone": life("phone", PHONE),
  "time is recorded, approved, changed and deleted, on a desk": day("desk"),
  "time is recorded, approved, changed and deleted, on a phone": day("phone", PHONE),

  "somebody is hired with the keyboard alone and without script": () =>
    visit(
      async (page) => {
        await page.goto(sandbox("/people/new"));
        await page.getByLabel("First name").focus();
        const enter = async (...texts) => {
          for (const text of texts) {
            await page.keyboard.type(text);
            await page.keyboard.press("Tab");
          }
        };
        await enter("Grace", "Tastatur", "", "grace@example.com", "Fe", "Admiral");
        await page.keyboard.press("Shift+Tab");
        await page.keyboard.press("Enter");
        await told(page, "person.created");
        await page.getByRole("heading", { name: "Grace Tastatur" }).waitFor();
        await page.getByText("Female").waitFor();
      },
      { javaScriptEnabled: false },
    ),

  "an application goes from the board to a person": () =>
    visit(async (page) => {
      await page.goto(sandbox("/recruiting"));
      const move = page.getByRole("button", { name: /^Move .* to/ }).first();
      const [, name] = (await move.getAttribute("aria-label")).match(/^Move (.*) to (.*)$/);
      await move.click();
      await told(page, "Saved.");
      await page.getByRole("link", { name }).first().click();
      await page.getByLabel("Stage").selectOption("Offer");
      await page.getByRole("button", { name: "Move", exact: true }).click();
      await page.getByRole("cell", { name: "Offer" }).or(page.getByRole("rowheader", { name: "Offer" })).waitFor();
      await isFine(page, "application-offer");
      await page.getByRole("link", { name: "Hire" }).click();
      await page.getByLabel("Email", { exact: true }).fill("hired@example.com");
      await picture(page, "hire-from-application");
      await page.getByRole("button", { name: "Hire" }).click();
      await told(page, "person.created");
      await page.goto(sandbox("/recruiting?stage=accepted"));
      await page.getByRole("link", { name }).waitFor();
      await page.getByRole("link", { name }).click();
      await page.getByRole("link", { name: "Anonymise" }).click();
      await page.getByRole("button", { name: "Anonymise for good" }).click();
      await page.getByRole("heading", { name: "Anonymised" }).waitFor();
    }),

  "a job is taken from the career site": () =>
    visit(async (page) => {
      await page.goto(sandbox("/recruiting/jobs"));
      const press = page.getByRole("button", { name: /^Unpublish/ }).first();
      const job = (await press.getAttribute("aria-label")).replace("Unpublish ", "");
      await press.click();
      await page.getByRole("button", { name: `Publish ${job}` }).first().click();
      await told(page, "Saved.");
    }),

  "a project gets a member and loses it again": () =>
    visit(async (page) => {
      await page.goto(sandbox("/people"));
      const somebody = await page.getByRole("row").getByRole("link").first().getAttribute("href");
      await page.goto(sandbox("/projects/new"));
      await page.getByLabel("Name").fill("Umzug");
      await page.getByRole("button", { name: "Add" }).click();
      await page.getByText("It has no members yet.").waitFor();
      await page.getByLabel("Person").fill(somebody.match(/\d+/)[0]);
      await page.getByRole("button", { name: "Add" }).click();
      await isFine(page, "project-member");
      await page.getByRole("button", { name: /^Remove/ }).click();
      await page.getByText("It has no members yet.").waitFor();
      await page.getByRole("link", { name: "Delete" }).click();
      await page.getByRole("button", { name: "Delete for good" }).click();
      await page.getByRole("heading", { name: "Projects", level: 1 }).waitFor();
    }),

  "a document is uploaded, saved, signed and deleted": () =>
    visit(async (page) => {
      await hire(page, "Akte");
      await page.getByRole("link", { name: "Documents" }).last().click();
      await page.getByRole("link", { name: "Upload a document" }).click();
      await page.getByRole("button", { name: "Upload" }).click();
      await page.getByText("Choose a file.").waitFor();
      await isFine(page, "document-wrong");
      const file = { name: "Vertrag.txt", mimeType: "text/plain", buffer: Buffer.from("Hallo") };
      await page.getByLabel("File").setInputFiles(file);
      await page.getByLabel("Comment").fill("unterschrieben");
      await page.getByRole("button", { name: "Upload" }).click();
      await told(page, "document.created");
      await isFine(page, "document-uploaded");
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name: "Save Vertrag.txt" }).click(),
      ]);
      assert.equal(download.suggestedFilename(), "Vertrag.txt");
      assert.equal(readFileSync(await download.path(), "utf8"), "Hallo");
      await page.getByRole("button", { name: "Sign Vertrag.txt" }).click();
      await told(page, "document.signed");
      await page.getByRole("button", { name: "Delete Vertrag.txt" }).click();
      await page.getByText("There are no such documents.").waitFor();
    }),

  "a salary is added": () =>
    visit(async (page) => {
      await hire(page, "Lohn");
      await page.getByRole("link", { name: "Compensation" }).click();
      await page.getByLabel("Amount").fill("a lot");
      await page.getByRole("button", { name: "Add" }).click();
      await page.getByText("Enter an amount like 3500 or 17.25.").waitFor();
      await page.getByLabel("Amount").fill("3500");
      await page.getByRole("button", { name: "Add" }).click();
      await page.getByRole("cell", { name: "3500 EUR" }).waitFor();
      await isFine(page, "salary");
    }),

  "a fault is added, strikes and is deleted": () =>
    visit(async (page) => {
      await page.goto(sandbox("/faults"));
      await page.getByLabel("What goes wrong").selectOption("The service is down (503)");
      await page.getByLabel("Which calls").selectOption("GET /v2/jobs");
      await page.getByLabel("How often at most").fill("1");
      await page.getByRole("button", { name: "Add" }).first().click();
      const row = page.getByRole("row", { name: /The service is down/ });
      await row.waitFor();
      const status = async () => (await fetch(sandbox("/v2/jobs"))).status;
      assert.deepEqual([await status(), await status()], [503, 401]);
      await page.reload();
      await row.getByRole("cell", { name: "1", exact: true }).waitFor();
      await isFine(page, "faults-one");
      await row.getByRole("button", { name: /^Delete/ }).click();
      await page.getByText("Nothing goes wrong on purpose.").waitFor();
    }),
};
